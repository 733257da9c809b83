import { addOutcomes, NO_OUTCOMES, type OutcomeCounts } from './outcome.js';

/** What an SLO's series did over one window: everything judging needs, and nothing it could not recompute. */
export interface Tally {
  readonly good: number;
  readonly valid: number;
  /** Attempts left out, by reason. */
  readonly excluded: { readonly prober_error: number; readonly maintenance: number; readonly correction: number };
  /** Outcomes of the series that `total` selects. */
  readonly outcomes: OutcomeCounts;
}

export const NO_TALLY: Tally = Object.freeze({
  good: 0,
  valid: 0,
  excluded: { prober_error: 0, maintenance: 0, correction: 0 },
  outcomes: NO_OUTCOMES,
});

/** What two adjoining windows come to together. */
export function addTallies(a: Tally, b: Tally): Tally {
  return {
    good: a.good + b.good,
    valid: a.valid + b.valid,
    excluded: {
      prober_error: a.excluded.prober_error + b.excluded.prober_error,
      maintenance: a.excluded.maintenance + b.excluded.maintenance,
      correction: a.excluded.correction + b.excluded.correction,
    },
    outcomes: addOutcomes(a.outcomes, b.outcomes),
  };
}
