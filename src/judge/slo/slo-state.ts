import type { SloState } from '../../domain/slo-status.js';

/** Below this share of the budget an SLO is at risk though nothing fires. */
export const LITTLE_LEFT = 0.1;

/**
 * Where an SLO stands, in one word. Spending exactly the whole budget is `violated`.
 *
 * @param remaining share of the error budget that is left; `null` without data
 */
export function sloState(remaining: number | null, isBurnRateAlertFiring: boolean): SloState {
  if (remaining === null) return 'no_data';
  if (remaining <= 0) return 'violated';
  return isBurnRateAlertFiring || remaining < LITTLE_LEFT ? 'at_risk' : 'met';
}
