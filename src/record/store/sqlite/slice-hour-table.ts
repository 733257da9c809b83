import type Database from 'better-sqlite3';

import { HOUR_MS, MINUTE_MS } from '../../../domain/clock.js';
import type { SliceHour } from '../../../domain/slice-hour.js';
import type { TimeWindow } from '../../../domain/window.js';
import type { DamageLog } from './damage-log.js';
import type { ProgressTable } from './progress-table.js';
import { attempt } from './sqlite-errors.js';

/** Slices by the hour (`SliceHourStore`). They are right as long as the minutes below them stay what they were. */
export class SliceHourTable {
  readonly #database: Database.Database;
  readonly #progress: ProgressTable;
  readonly #damage: Pick<DamageLog, 'count'>;
  readonly #of: Database.Statement<[string, number, number], StoredHour>;
  readonly #replace: Database.Statement<[string, number, number, number, number, number, number, number]>;
  readonly #first: Database.Statement<[], number>;
  readonly #forget: Database.Statement<[number]>;
  readonly #deleteBefore: Database.Statement<[number, number]>;

  constructor(database: Database.Database, progress: ProgressTable, damage: Pick<DamageLog, 'count'>) {
    this.#database = database;
    this.#progress = progress;
    this.#damage = damage;
    this.#of = database
      .prepare<[string, number, number], StoredHour>(
        'SELECT hour, valid, good, good_coarse, good_fine, votes, inconclusive FROM slice_hours WHERE key = ? AND hour >= ? AND hour < ?',
      )
      .raw();
    this.#replace = database.prepare('INSERT OR REPLACE INTO slice_hours VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
    this.#first = database.prepare<[], number>('SELECT hour FROM slice_hours ORDER BY hour LIMIT 1').pluck();
    this.#forget = database.prepare('DELETE FROM slice_hours WHERE hour >= ?');
    this.#deleteBefore = database.prepare(
      'DELETE FROM slice_hours WHERE (key, hour) IN (SELECT key, hour FROM slice_hours WHERE hour < ? ORDER BY hour LIMIT ?)',
    );
  }

  /** What is kept of some keys, of hours that begin in a window of time. Fails with `StoreError`. */
  sliceHours(keys: readonly string[], { fromMs, toMs }: TimeWindow): Promise<readonly SliceHour[]> {
    const [from, to] = [Math.ceil(fromMs / MINUTE_MS), Math.ceil(toMs / MINUTE_MS)];
    return attempt('reading slices by the hour', () =>
      keys.flatMap((key) => this.#of.all(key, from, to).map((stored) => sliceHour(key, stored))),
    );
  }

  /** Keeps hours, unless history is no longer what it was at this version. Fails with `StoreError`. */
  saveSliceHours(hours: readonly SliceHour[], version: number): Promise<void> {
    // To whoever reads, damage found raises the version too.
    const written = version - this.#damage.count;
    return attempt('keeping slices by the hour', () =>
      this.#database
        .transaction(() => {
          if (this.#progress.get().version !== written) return;
          for (const { key, startMs, valid, good, votes, inconclusive } of hours)
            this.#replace.run(key, startMs / MINUTE_MS, valid, ...good, votes, inconclusive);
        })
        .immediate(),
    );
  }

  /** Minutes from `start` on (minutes since the epoch) may have changed. Call it in the transaction that changed them. */
  forgetFrom(start: number): void {
    this.#forget.run(Math.floor(start / HOUR) * HOUR);
  }

  /** Removes some hours that begin before a time; `false` if there are none. */
  removeSome(beforeMs: number): boolean {
    const before = Math.ceil(beforeMs / MINUTE_MS);
    if ((this.#first.get() ?? Infinity) >= before) return false;
    this.#deleteBefore.run(before, HOURS_AT_ONCE);
    return true;
  }
}

/** Removed in one transaction: a few milliseconds. */
const HOURS_AT_ONCE = 1000;
const HOUR = HOUR_MS / MINUTE_MS;

type StoredHour = readonly [
  hour: number,
  valid: number,
  whole: number,
  coarse: number,
  fine: number,
  votes: number,
  inconclusive: number,
];

function sliceHour(key: string, [hour, valid, whole, coarse, fine, votes, inconclusive]: StoredHour): SliceHour {
  return { key, startMs: hour * MINUTE_MS, valid, good: [whole, coarse, fine], votes, inconclusive };
}
