import type Database from 'better-sqlite3';

import { leastWorth, nthOfRun, type RankedFailure } from '../../../domain/failure-choice.js';
import { type FailureEvidence, MAX_REPLY_BYTES } from '../../../domain/failure-evidence.js';
import { type FailureQuery, FAILURES_PER_SERIES } from '../../../domain/failure-reader.js';
import { outcomeCode, outcomeOfCode } from '../../../domain/outcome.js';
import { decodeFailureDetails, encodeFailureDetails } from '../../failure-data.js';
import { FailureLossTable, type StoredLoss } from './failure-loss-table.js';

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

/** Of so many series what is kept is remembered: some 2 MB, so that an outage of all of them costs no reading. */
const MOST_REMEMBERED = 512;

/** A failure that is kept, as far as it must be known to decide which one makes room. */
interface Kept extends RankedFailure {
  readonly position: number;
  readonly number: number;
  readonly scheduledAtMs: number;
}

/** Some failures of each series: those that are worth most, and what is known of the others. */
export class FailureTable {
  readonly #replace: Database.Statement<[number, number, number, number, number, number, string, Uint8Array | null]>;
  readonly #ofSeries: Database.Statement<[number], KeptRow>;
  readonly #newest: Database.Statement<[...Bound], Row>;
  readonly #newestOf: Database.Statement<[string, ...Bound], Row>;
  readonly #first: Database.Statement<[], number>;
  readonly #deleteBefore: Database.Statement<[number, number], DeletedRow>;
  readonly #losses: FailureLossTable;
  /** What is kept of some series, oldest first: the daemon alone changes it. */
  readonly #kept = new Map<number, Kept[]>();

  constructor(database: Database.Database) {
    this.#replace = database.prepare('INSERT OR REPLACE INTO failures VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
    this.#losses = new FailureLossTable(database);
    this.#ofSeries = database.prepare(
      'SELECT position, number, scheduled_at_ms, outcome, nth FROM failures WHERE series = ? ORDER BY number',
    );
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
    this.#deleteBefore = database.prepare(
      'DELETE FROM failures WHERE scheduled_at_ms < ? RETURNING series, outcome, scheduled_at_ms LIMIT ?',
    );
  }

  /** Adds a failure, in the place of the one that is worth least if there is no room. If the transaction is undone, call `forgetKept()`. */
  add(seriesId: number, failure: FailureEvidence): void {
    const kept = this.#keptOf(seriesId);
    const { scheduledAtMs, outcome, bytes } = failure;
    const number = (kept.at(-1)?.number ?? -1) + 1;
    const before = kept.findLast((other) => other.outcome === outcome);
    const nth = nthOfRun(scheduledAtMs, before);
    const isFull = kept.length >= FAILURES_PER_SERIES;
    const position = isFull ? this.#makeRoom(seriesId, kept, { outcome, nth }) : freePosition(kept);
    kept.push({ position, number, scheduledAtMs, outcome, nth });
    this.#replace.run(
      seriesId,
      position,
      number,
      scheduledAtMs,
      outcomeCode(outcome),
      nth,
      encodeFailureDetails(failure),
      bytes?.subarray(0, MAX_REPLY_BYTES) ?? null,
    );
  }

  /** Returns the position of the one that goes. That is never the new one: its outcome has others that are worth less. */
  #makeRoom(seriesId: number, kept: Kept[], added: RankedFailure): number {
    const [gone] = kept.splice(leastWorth([...kept, added]), 1);
    if (gone === undefined) throw new Error('no failure of those kept is worth least');
    this.lose({ seriesId, outcome: gone.outcome, pushedOut: 1, expired: 0, lastMs: gone.scheduledAtMs });
    return gone.position;
  }

  #keptOf(seriesId: number): Kept[] {
    const known = this.#kept.get(seriesId);
    if (known !== undefined) return known;
    if (this.#kept.size >= MOST_REMEMBERED) this.#kept.clear();
    const kept = this.#ofSeries.all(seriesId).map(toKept);
    this.#kept.set(seriesId, kept);
    return kept;
  }

  /** Counts failures that are not kept. */
  lose(loss: StoredLoss): void {
    this.#losses.add(loss);
  }

  losses(): StoredLoss[] {
    return this.#losses.all();
  }

  /** To be called when a transaction is undone. */
  forgetKept(): void {
    this.#kept.clear();
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
    const deleted = this.#deleteBefore.all(timeMs, limit);
    this.forgetKept();
    for (const { series: seriesId, outcome: code, scheduled_at_ms: lastMs } of deleted) {
      this.lose({ seriesId, outcome: outcomeOfCode(code), pushedOut: 0, expired: 1, lastMs });
    }
    return deleted.length;
  }
}

interface KeptRow {
  readonly position: number;
  readonly number: number;
  readonly scheduled_at_ms: number;
  readonly outcome: number;
  readonly nth: number;
}

type DeletedRow = Pick<Row, 'series' | 'outcome' | 'scheduled_at_ms'>;

function toKept({ position, number, scheduled_at_ms: scheduledAtMs, outcome, nth }: KeptRow): Kept {
  return { position, number, scheduledAtMs, outcome: outcomeOfCode(outcome), nth };
}

/** A position that none of them has. */
function freePosition(kept: readonly Kept[]): number {
  const taken = new Set(kept.map(({ position }) => position));
  let position = 0;
  while (taken.has(position)) position++;
  return position;
}

function toFailure({ series, scheduled_at_ms: scheduledAtMs, outcome, details, bytes }: Row): StoredFailure[] {
  const decoded = decodeFailureDetails(details);
  if (decoded === null) return [];
  return [{ seriesId: series, failure: { ...decoded, scheduledAtMs, outcome: outcomeOfCode(outcome), bytes } }];
}
