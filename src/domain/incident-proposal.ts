import type { IncidentImpact, NewIncident, NewIncidentUpdate, RecordedIncident } from './incident.js';

/** Who does what nobody asked for: the daemon itself. No person goes by this name. */
export const AUTOMATIC = 'resolver-slo';

/** An alert that is a reason for an incident. */
export interface ProposedAlert {
  /** Key of the SLO's definition. */
  readonly slo: string;
  readonly sloName: string;
  readonly alert: string;
  readonly firedAtMs: number;
  /** Why it fired, for operators: it names resolvers and rcodes. */
  readonly explanation: string;
  /** The same for everybody: nothing of the inside. */
  readonly publicWords: PublicAlertWords;
}

export interface PublicAlertWords {
  /** What the SLO is called. */
  readonly name: string;
  /** A sentence without its full stop. */
  readonly sentence: string;
}

/** Fit to be published as they are. */
export interface ProposalWords {
  readonly title: string;
  readonly message: string;
  readonly impact: IncidentImpact;
}

export type ProposalOutcome = 'published' | 'dismissed' | 'lapsed';

export interface ProposalEnd {
  readonly outcome: ProposalOutcome;
  readonly atMs: number;
  readonly by: string;
  /** Of `published`, the incident. */
  readonly incident: number | null;
}

/** Trouble that alerts found and of which users might be told. */
export interface IncidentProposal extends ProposalWords {
  readonly id: number;
  /** Name of the service that its SLOs are of. */
  readonly service: string;
  /** In order of recording; at least one. */
  readonly alerts: readonly ProposedAlert[];
  readonly proposedAtMs: number;
  /** `null` while it is open. */
  readonly end: ProposalEnd | null;
}

/** What decides on incidents by itself knows of them: those that may still matter. */
export interface KnownIncidents {
  readonly proposals: readonly IncidentProposal[];
  readonly incidents: readonly RecordedIncident[];
}

/** What becomes of incidents by itself, as the store does it. */
export type IncidentChange =
  | {
      readonly kind: 'propose';
      readonly service: string;
      readonly words: ProposalWords;
      readonly alerts: readonly ProposedAlert[];
    }
  /** More reasons for a proposal, or other words. */
  | {
      readonly kind: 'extend';
      readonly proposal: number;
      readonly words: ProposalWords;
      readonly alerts: readonly ProposedAlert[];
    }
  | { readonly kind: 'lapse'; readonly proposal: number }
  /** As a new incident, or as part of one that there is. */
  | { readonly kind: 'publish'; readonly proposal: number; readonly incident: NewIncident | number }
  | { readonly kind: 'affect'; readonly incident: number; readonly slos: readonly string[] }
  | { readonly kind: 'tell'; readonly incident: number; readonly update: NewIncidentUpdate };

/** Names of a proposal's SLOs, in the order in which they came. */
export function proposedSlos({ alerts }: Pick<IncidentProposal, 'alerts'>): readonly string[] {
  return [...new Set(alerts.map(({ sloName }) => sloName))];
}
