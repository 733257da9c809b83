import type Database from 'better-sqlite3';

const HOUR = 60;
const DAY = 1440;

/** Hours and days by their start, in order; all times are whole minutes since the epoch. */
export interface DividedTime {
  /** Of these the minutes are needed. */
  readonly hours: readonly number[];
  /** Of these the hours are needed. */
  readonly days: readonly number[];
}

/**
 * Hours and days within which time that operators took out begins or ends: they must stay known more
 * finely than others, or they could only count as a whole or not at all. SLOs' policies may change, so
 * that all maintenance matters, and every correction, for it may be revoked.
 */
export class DividedTimeQuery {
  readonly #hours: Database.Statement<[number], number>;
  readonly #days: Database.Statement<[number], number>;

  constructor(database: Database.Database) {
    this.#hours = database.prepare<[number], number>(dividedBy(HOUR)).pluck();
    this.#days = database.prepare<[number], number>(dividedBy(DAY)).pluck();
  }

  /** Those that begin at or after `from`. */
  from(from: number): DividedTime {
    return { hours: this.#hours.all(from), days: this.#days.all(from) };
  }
}

/** The width is in the text, for numbers that are bound are no integers (nor are times): `/` would not round. */
function dividedBy(width: number): string {
  // Only whole minutes are taken out: see `wholeMinutes()` in judge/calendar.
  return `WITH bounds (minute) AS (
      SELECT CAST((from_ms + 59999) / 60000 AS INTEGER) FROM maintenances
      UNION SELECT CAST(min(to_ms, coalesce(cancelled_at_ms, to_ms)) / 60000 AS INTEGER) FROM maintenances
      UNION SELECT CAST((from_ms + 59999) / 60000 AS INTEGER) FROM corrections
      UNION SELECT CAST(to_ms / 60000 AS INTEGER) FROM corrections)
    SELECT DISTINCT minute / ${String(width)} * ${String(width)} AS start FROM bounds
    WHERE minute % ${String(width)} <> 0 AND start >= ? ORDER BY start`;
}
