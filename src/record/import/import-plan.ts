import type { Resolution } from '../../domain/cell.js';
import { DAY_MS, floorTo, HOUR_MS, MINUTE_MS } from '../../domain/clock.js';
import type { RetentionConfig } from '../config.js';

const HOUR = HOUR_MS / MINUTE_MS;
const DAY = DAY_MS / MINUTE_MS;

/** From when on each resolution is kept: whole hours and whole days. All times are in minutes since the epoch. */
export interface ImportPlan {
  readonly minutesFrom: number;
  readonly hoursFrom: number;
  readonly daysFrom: number;
  /** Starts of older hours whose minutes are kept, … */
  readonly dividedHours: ReadonlySet<number>;
  /** … and of older days whose hours are: operators took out a part of them. */
  readonly dividedDays: ReadonlySet<number>;
}

/** Hours and days of which parts are told apart, by their start in minutes since the epoch. */
interface Divided {
  readonly hours: readonly number[];
  readonly days: readonly number[];
}

/** Decided once for an import, so that every attempt of an hour goes the same way. */
export function planImport(
  nowMs: number,
  retention: RetentionConfig,
  divided: Divided = { hours: [], days: [] },
): ImportPlan {
  const daysFrom = floorTo(nowMs - retention.daysMs, DAY_MS) / MINUTE_MS;
  const hoursFrom = Math.max(daysFrom, floorTo(nowMs - retention.hoursMs, DAY_MS) / MINUTE_MS);
  const minutesFrom = Math.max(hoursFrom, floorTo(nowMs - retention.minutesMs, HOUR_MS) / MINUTE_MS);
  const [dividedHours, dividedDays] = [new Set(divided.hours), new Set(divided.days)];
  return { minutesFrom, hoursFrom, daysFrom, dividedHours, dividedDays };
}

/** The finest resolution at which a minute's attempts are kept; `null` if at none. */
export function resolutionOf(plan: ImportPlan, minute: number): Resolution | null {
  if (minute < plan.daysFrom) return null;
  if (minute >= plan.minutesFrom || plan.dividedHours.has(floorTo(minute, HOUR))) return 'minute';
  return minute >= plan.hoursFrom || plan.dividedDays.has(floorTo(minute, DAY)) ? 'hour' : 'day';
}
