/** A correction that a note of somebody's elsewhere asks for, until an operator accepts or dismisses it. */
export interface CorrectionOffer {
  readonly id: number;
  /** What asks for it: no two offers have the same. */
  readonly source: string;
  /** Name of the SLO. */
  readonly slo: string;
  /** The time that is not to count. */
  readonly fromMs: number;
  readonly toMs: number;
  /** As it would be published. */
  readonly reason: string;
  readonly recordedAtMs: number;
  /** What became of it; `null`: nothing yet. */
  readonly end: CorrectionOfferEnd | null;
}

export interface CorrectionOfferEnd {
  readonly outcome: 'accepted' | 'dismissed';
  readonly atMs: number;
  readonly by: string;
  /** That it was recorded as; `null`: dismissed. */
  readonly correction: number | null;
}

export type NewCorrectionOffer = Pick<CorrectionOffer, 'source' | 'slo' | 'fromMs' | 'toMs' | 'reason'>;
