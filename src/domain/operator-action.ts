/** Work on the resolvers that was announced. */
export interface Maintenance {
  readonly id: number;
  readonly title: string;
  readonly message: string | null;
  readonly fromMs: number;
  readonly toMs: number;
  /** Names of SLOs; empty: all. */
  readonly slos: readonly string[];
  /** When it was entered; nobody can change that. */
  readonly recordedAtMs: number;
  readonly recordedBy: string;
  /** From then on it is over, or was never; `null`: it stands. */
  readonly cancelledAtMs: number | null;
  readonly cancelledBy: string | null;
}

/** Time that was taken out of an SLO afterwards, or put back, with the reason. */
export interface Correction {
  readonly id: number;
  /** Name of the SLO. */
  readonly slo: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly kind: 'exclude' | 'restore';
  readonly reason: string;
  readonly recordedAtMs: number;
  readonly recordedBy: string;
  readonly revokedAtMs: number | null;
  readonly revokedBy: string | null;
}

/** Who enters it is told, when is not: the store asks its clock. */
export type NewMaintenance = Pick<Maintenance, 'title' | 'message' | 'fromMs' | 'toMs' | 'slos'> & {
  readonly by: string;
};
export type NewCorrection = Pick<Correction, 'slo' | 'fromMs' | 'toMs' | 'kind' | 'reason'> & { readonly by: string };

/** What operators said that changes what counts, in the order in which it was recorded. */
export interface OperatorRecords {
  readonly maintenances: readonly Maintenance[];
  readonly corrections: readonly Correction[];
}

export const NO_OPERATOR_RECORDS: OperatorRecords = Object.freeze({ maintenances: [], corrections: [] });

export type ExclusionReason = 'maintenance' | 'correction';

/** Minutes of one SLO that do not count. */
export interface Exclusion {
  readonly fromMs: number;
  readonly toMs: number;
  readonly reason: ExclusionReason;
  /** Of the maintenance or the correction. */
  readonly id: number;
}
