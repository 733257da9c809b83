import type { Resolution } from '../../domain/cell.js';
import { DAY_MS, floorTo, HOUR_MS, MINUTE_MS } from '../../domain/clock.js';
import type { RetentionConfig } from '../config.js';

/** From when on, in minutes since the epoch, each resolution is kept: whole hours and whole days. */
export interface ImportPlan {
  readonly minutesFrom: number;
  readonly hoursFrom: number;
  readonly daysFrom: number;
}

/** Decided once for an import, so that every attempt of an hour goes the same way. */
export function planImport(nowMs: number, retention: RetentionConfig): ImportPlan {
  const daysFrom = floorTo(nowMs - retention.daysMs, DAY_MS) / MINUTE_MS;
  const hoursFrom = Math.max(daysFrom, floorTo(nowMs - retention.hoursMs, DAY_MS) / MINUTE_MS);
  const minutesFrom = Math.max(hoursFrom, floorTo(nowMs - retention.minutesMs, HOUR_MS) / MINUTE_MS);
  return { minutesFrom, hoursFrom, daysFrom };
}

/** The finest resolution at which a minute's attempts are kept; `null` if at none. */
export function resolutionOf(plan: ImportPlan, minute: number): Resolution | null {
  if (minute >= plan.minutesFrom) return 'minute';
  if (minute >= plan.hoursFrom) return 'hour';
  return minute >= plan.daysFrom ? 'day' : null;
}
