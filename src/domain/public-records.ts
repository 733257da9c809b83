import type { Incident, IncidentUpdate } from './incident.js';
import type { Correction, Maintenance } from './operator-action.js';

/** What operators told the public, of public SLOs only. Who recorded it is nobody's business. */
export interface PublicRecords {
  /** In order of recording; those that concern internal SLOs only are not among them. */
  readonly incidents: readonly PublicIncident[];
  /** In order of recording, cancelled ones too. */
  readonly maintenances: readonly PublicMaintenance[];
  /** In order of recording, revoked ones too. */
  readonly corrections: readonly PublicCorrection[];
}

export interface PublicIncident extends Omit<Incident, 'updates'> {
  readonly updates: readonly Omit<IncidentUpdate, 'recordedBy'>[];
}

export interface PublicMaintenance extends Omit<Maintenance, 'recordedBy' | 'cancelledBy'> {
  /** For each public SLO that it concerns. */
  readonly effects: readonly MaintenanceEffect[];
}

/** What maintenance means for one SLO. */
export interface MaintenanceEffect {
  /** Name of the SLO. */
  readonly slo: string;
  /**
   * `excluded`: its minutes do not count; `late`: they would not, had it been recorded in time, but they
   * do; `counted`: the SLO's policy is to count maintenance.
   */
  readonly effect: 'excluded' | 'late' | 'counted';
  /** How long before it begins the SLO wants it recorded. */
  readonly noticeMs: number;
}

export type PublicCorrection = Omit<Correction, 'recordedBy' | 'revokedBy'>;

export const NO_PUBLIC_RECORDS: PublicRecords = Object.freeze({ incidents: [], maintenances: [], corrections: [] });
