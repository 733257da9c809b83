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

/** The windows whose rates of spending are forecast, the current one first. */
export const FORECAST_WINDOWS = ['1h', '6h', '3d'] as const satisfies readonly (keyof typeof BURN_WINDOWS)[];
