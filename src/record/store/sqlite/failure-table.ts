import type Database from 'better-sqlite3';

import { type FailureEvidence, MAX_REPLY_BYTES } from '../../../domain/failure-evidence.js';
import { type FailureQuery, FAILURES_PER_SERIES } from '../../../domain/failure-reader.js';
import { outcomeCode, outcomeOfCode } from '../../../domain/outcome.js';
import { decodeFailureDetails, encodeFailureDetails } from '../../failure-data.js';

/** What a failure says of itself; whose it is, the series' number tells. */
export interface StoredFailure {
  readonly seriesId: number;
  readonly failure: Omit<FailureEvidence, 'series'>;
}

export type RowQuery = Pick<FailureQuery, 'outcome' | 'sinceMs' | 'limit'>;

interface Row {
  readonly series: number;
  readonly scheduled_at_ms: number;
  readonly outcome: number;
  readonly details: string;
  readonly bytes: Buffer | null;
}

type Bound = readonly [sinceMs: number, outcome: number, anyOutcome: number, limit: number];

/** The last failures of each series, as a ring. */
export class FailureTable {
  readonly #replace: Database.Statement<[number, number, number, number, number, string, Uint8Array | null]>;
  readonly #lastNumber: Database.Statement<[number], number | null>;
  readonly #newest: Database.Statement<[...Bound], Row>;
  readonly #newestOf: Database.Statement<[string, ...Bound], Row>;
  readonly #first: Database.Statement<[], number>;
  readonly #deleteBefore: Database.Statement<[number, number]>;
  /** The number of each series' next failure, as far as it is known. */
  readonly #nextNumber = new Map<number, number>();

  constructor(database: Database.Database) {
    this.#replace = database.prepare('INSERT OR REPLACE INTO failures VALUES (?, ?, ?, ?, ?, ?, ?)');
    this.#lastNumber = database
      .prepare<[number], number | null>('SELECT max(number) FROM failures WHERE series = ?')
      .pluck();
    const select = 'SELECT series, scheduled_at_ms, outcome, details, bytes FROM failures';
    const newest = 'AND (outcome = ? OR ?) ORDER BY scheduled_at_ms DESC, series, number DESC LIMIT ?';
    this.#newest = database.prepare(`${select} WHERE scheduled_at_ms >= ? ${newest}`);
    // The few rows of a series are found by its number: `+` keeps the index by time out of it.
    this.#newestOf = database.prepare(
      `${select} WHERE series IN (SELECT value FROM json_each(?)) AND +scheduled_at_ms >= ? ${newest}`,
    );
    this.#first = database
      .prepare<[], number>('SELECT scheduled_at_ms FROM failures ORDER BY scheduled_at_ms LIMIT 1')
      .pluck();
    this.#deleteBefore = database.prepare('DELETE FROM failures WHERE scheduled_at_ms < ? LIMIT ?');
  }

  /** Adds a failure in the place of its series' oldest. If the transaction is undone, call `forgetNumbers()`. */
  add(seriesId: number, failure: FailureEvidence): void {
    const number = this.#nextNumber.get(seriesId) ?? (this.#lastNumber.get(seriesId) ?? -1) + 1;
    const { scheduledAtMs, outcome, bytes } = failure;
    this.#replace.run(
      seriesId,
      number % FAILURES_PER_SERIES,
      number,
      scheduledAtMs,
      outcomeCode(outcome),
      encodeFailureDetails(failure),
      bytes?.subarray(0, MAX_REPLY_BYTES) ?? null,
    );
    this.#nextNumber.set(seriesId, number + 1);
  }

  forgetNumbers(): void {
    this.#nextNumber.clear();
  }

  /** Newest first; those of some series, or (`null`) of all. Rows that cannot be read are left out. */
  newest(seriesIds: readonly number[] | null, { sinceMs, outcome, limit }: RowQuery): StoredFailure[] {
    const code = outcome === null ? -1 : outcomeCode(outcome);
    const bound: Bound = [sinceMs ?? Number.MIN_SAFE_INTEGER, code, outcome === null ? 1 : 0, limit];
    const rows =
      seriesIds === null ? this.#newest.all(...bound) : this.#newestOf.all(JSON.stringify(seriesIds), ...bound);
    return rows.flatMap(toFailure);
  }

  /** When the oldest was scheduled; `null` if there is none. */
  firstMs(): number | null {
    return this.#first.get() ?? null;
  }

  /** Removes up to `limit` failures that were scheduled before a time; returns how many. */
  deleteBefore(timeMs: number, limit: number): number {
    return this.#deleteBefore.run(timeMs, limit).changes;
  }
}

function toFailure({ series, scheduled_at_ms: scheduledAtMs, outcome, details, bytes }: Row): StoredFailure[] {
  const decoded = decodeFailureDetails(details);
  if (decoded === null) return [];
  return [{ seriesId: series, failure: { ...decoded, scheduledAtMs, outcome: outcomeOfCode(outcome), bytes } }];
}
