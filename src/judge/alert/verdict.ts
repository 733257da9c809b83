import type { BurnRateAlert } from '../../domain/alert-state.js';
import { burnRate } from '../slo/burn-rate.js';
import type { Ratio } from '../slo/sli.js';

/**
 * What one evaluation says of an alert:
 * `holds` its condition is met; `doubtful` the rate is exceeded, but by too few failures to open an
 * alert (one that is open stays); `quiet` it is not met; `unknown` there is no data to tell.
 */
export type Verdict = 'holds' | 'doubtful' | 'quiet' | 'unknown';

export interface BurnRateEvidence {
  readonly objective: number;
  readonly long: Ratio;
  readonly short: Ratio;
  /** Attempts of the long window that failed, whatever units the budget is in. */
  readonly failedAttempts: number;
  /** So many of them must have; 0 turns the rule off. */
  readonly minFailures: number;
  /** Whether failures lie in at least two different minutes of the long window. */
  readonly failedInTwoMinutes: boolean;
}

/** Judges a burn-rate alert: both windows must burn strictly faster than its threshold. */
export function burnRateVerdict(alert: BurnRateAlert, evidence: BurnRateEvidence): Verdict {
  const rates = [burnRate(evidence.long, evidence.objective), burnRate(evidence.short, evidence.objective)];
  if (rates.some((rate) => rate !== null && !exceeds(rate, alert))) return 'quiet';
  if (rates.includes(null)) return 'unknown';
  return hasEnoughFailures(evidence) ? 'holds' : 'doubtful';
}

/** Whether a burn rate is one that the alert fires at. */
export function exceeds(rate: number, { threshold, orEqual }: Pick<BurnRateAlert, 'threshold' | 'orEqual'>): boolean {
  return rate > threshold || (orEqual && rate === threshold);
}

/** One lost packet or one lost round pages nobody. */
function hasEnoughFailures({ failedAttempts, minFailures, failedInTwoMinutes }: BurnRateEvidence): boolean {
  return minFailures === 0 || (failedAttempts >= minFailures && failedInTwoMinutes);
}

/** Judges a no-data alert. `silentMs`: how long there has been no valid attempt. */
export function noDataVerdict(afterMs: number, silentMs: number): Verdict {
  return silentMs >= afterMs ? 'holds' : 'quiet';
}
