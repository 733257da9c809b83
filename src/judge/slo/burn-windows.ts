import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../domain/clock.js';

/** The windows for which burn rates are given: both windows of each default alert. */
export const BURN_WINDOWS = {
  '5m': 5 * MINUTE_MS,
  '30m': 30 * MINUTE_MS,
  '1h': HOUR_MS,
  '2h': 2 * HOUR_MS,
  '6h': 6 * HOUR_MS,
  '1d': DAY_MS,
  '3d': 3 * DAY_MS,
} as const;

/** The window from which the current rate of spending is taken. */
export const CURRENT_WINDOW_MS = BURN_WINDOWS['1h'];
