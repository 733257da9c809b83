import type { OutcomeCounts } from './outcome.js';

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
  outcomes: {
    answered: 0,
    wrong_rcode: 0,
    wrong_answer: 0,
    malformed: 0,
    timeout: 0,
    network_error: 0,
    tls_error: 0,
    http_error: 0,
    prober_error: 0,
  },
});
