import type { AlertLogEntry } from './alert-evidence.js';
import type { IncidentUpdate, PostMortem, RecordedIncident } from './incident.js';
import type { ReceivedMackerelAlert } from './mackerel-alert.js';
import type { Maintenance } from './operator-action.js';

/** Something that others are told of, once. */
export type RecordEvent = {
  /** Rises with each event of a store. */
  readonly position: number;
  /** Unlike that of any other event, of this store or another. */
  readonly id: string;
} & (
  | { readonly kind: 'incident'; readonly incident: RecordedIncident; readonly update: IncidentUpdate }
  | { readonly kind: 'post-mortem'; readonly incident: RecordedIncident; readonly postMortem: PostMortem }
  | { readonly kind: 'maintenance'; readonly action: MaintenanceAction; readonly maintenance: Maintenance }
  /** An alert that fires, or does not any more; `firing` is the id of the event that it fires by, or fired by. */
  | { readonly kind: 'alert'; readonly entry: AlertLogEntry; readonly firing: string }
  /** An alert of Mackerel's, of which its webhook told. */
  | { readonly kind: 'mackerel'; readonly received: ReceivedMackerelAlert }
);

export type MaintenanceAction = 'announced' | 'cancelled' | 'begins' | 'ends';
