import { DAY_MS, HOUR_MS, MINUTE_MS, ceilTo } from '../domain/clock.js';
import type { TimeWindow } from '../domain/window.js';

export interface ChartRange extends TimeWindow {
  readonly stepMs: number;
}

/** While data are younger than this, a day would show next to nothing. */
const YOUNG_MS = 3 * HOUR_MS;

/**
 * The stretch of time a latency chart shows: the last 24 hours in half hours, the last hour by
 * minute while there is little data. Ends on a multiple of its step, so that points stay comparable
 * from one drawing to the next and may be kept.
 *
 * @param dataSinceMs start of the oldest data; `null` when there are none
 */
export function chartRange(dataSinceMs: number | null, nowMs: number): ChartRange {
  const isYoung = dataSinceMs === null || nowMs - dataSinceMs < YOUNG_MS;
  const stepMs = isYoung ? MINUTE_MS : 30 * MINUTE_MS;
  const toMs = ceilTo(nowMs, stepMs);
  return { fromMs: toMs - (isYoung ? HOUR_MS : DAY_MS), toMs, stepMs };
}
