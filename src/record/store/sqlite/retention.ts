import type Database from 'better-sqlite3';

import { DAY_MS, floorTo, HOUR_MS, MINUTE_MS } from '../../../domain/clock.js';
import type { RetentionConfig } from '../../config.js';
import type { CellTables } from './cell-scan.js';
import type { CellTable } from './cell-table.js';
import type { DividedTimeQuery } from './divided-time.js';
import type { Progress, ProgressTable } from './progress-table.js';
import type { Prunable } from './prunable.js';

/** Cells removed in one transaction: a few milliseconds. */
const CELLS_AT_ONCE = 500;
const HOUR = 60;
const DAY = 1440;

/**
 * Removes cells that are older than they are kept, in whole hours and days, and never before they
 * were rolled up, nor those that tell what operators took out from what they did not; failures that are older than minutes are kept, which only series have that are not
 * measured any more, or never fail; and records that speak of time before the oldest day.
 */
export class Retention {
  readonly #database: Database.Database;
  readonly #tables: CellTables;
  readonly #progress: ProgressTable;
  readonly #divided: DividedTimeQuery;
  readonly #pruned: Pruned;

  constructor(
    database: Database.Database,
    tables: CellTables,
    progress: ProgressTable,
    divided: DividedTimeQuery,
    pruned: Pruned,
  ) {
    this.#database = database;
    this.#tables = tables;
    this.#progress = progress;
    this.#divided = divided;
    this.#pruned = pruned;
  }

  /** Removes some cells; `false` if none was too old. */
  step(retention: RetentionConfig, nowMs: number): boolean {
    if (!this.#areRecordsDue(retention, nowMs) && !this.#isDue(keptFrom(retention, nowMs, this.#progress.get())))
      return false;
    return this.#database.transaction(() => this.#removeSome(retention, nowMs)).immediate();
  }

  #areRecordsDue(retention: RetentionConfig, nowMs: number): boolean {
    const { failures, records } = this.#pruned;
    const holdsOlder = (table: Prunable, beforeMs: number): boolean => (table.firstMs() ?? Infinity) < beforeMs;
    return (
      holdsOlder(failures, failuresFromMs(retention, nowMs)) ||
      records.some((table) => holdsOlder(table, recordsFromMs(retention, nowMs)))
    );
  }

  #isDue(from: KeptFrom): boolean {
    return this.#tooOld(from).some(({ table, spans }) =>
      spans.some((span) => (table.firstStart(span.from) ?? Infinity) < span.to),
    );
  }

  #tooOld(from: KeptFrom): readonly TooOld[] {
    const { minute, hour, day } = this.#tables;
    const divided = this.#divided.from(from.days);
    return [
      { table: minute, spans: spansBefore(from.minutes, divided.hours, HOUR), limit: CELLS_AT_ONCE },
      { table: hour, spans: spansBefore(from.hours, divided.days, DAY), limit: CELLS_AT_ONCE / 10 },
      { table: day, spans: spansBefore(from.days, [], DAY), limit: CELLS_AT_ONCE / 10 },
    ];
  }

  #removeSome(retention: RetentionConfig, nowMs: number): boolean {
    const progress = this.#progress.get();
    const from = keptFrom(retention, nowMs, progress);
    this.#progress.change(progress, {
      minutes_from: Math.max(progress.minutes_from, from.minutes),
      hours_from: Math.max(progress.hours_from, from.hours),
    });
    const removed =
      this.#tooOld(from).reduce((sum, one) => sum + removeCells(one), 0) +
      this.#pruned.failures.deleteBefore(failuresFromMs(retention, nowMs), CELLS_AT_ONCE / 10) +
      this.#removeRecords(recordsFromMs(retention, nowMs));
    return removed > 0;
  }

  #removeRecords(beforeMs: number): number {
    const removed = this.#pruned.records.map((table) => table.deleteBefore(beforeMs, CELLS_AT_ONCE / 10));
    return removed.reduce((sum, count) => sum + count, 0);
  }
}

/** Times whose cells are not kept any more, `to` exclusive. */
interface Span {
  readonly from: number;
  readonly to: number;
}

interface TooOld {
  readonly table: CellTable;
  readonly spans: readonly Span[];
  readonly limit: number;
}

function removeCells({ table, spans, limit }: TooOld): number {
  let removed = 0;
  for (const { from, to } of spans) {
    if (removed >= limit) break;
    removed += table.deleteSome(from, to, limit - removed);
  }
  return removed;
}

/** All time before `before` but these hours or days. */
function spansBefore(before: number, starts: readonly number[], width: number): readonly Span[] {
  const kept = starts.filter((start) => start < before);
  const froms = [Number.MIN_SAFE_INTEGER, ...kept.map((start) => start + width)];
  return froms.map((from, i) => ({ from, to: kept[i] ?? before })).filter(({ from, to }) => from < to);
}

/** What is removed beside cells. */
interface Pruned {
  readonly failures: Prunable;
  /** What operators said, what alerts did and the like. */
  readonly records: readonly Prunable[];
}

function recordsFromMs({ daysMs }: RetentionConfig, nowMs: number): number {
  return floorTo(nowMs - daysMs, DAY_MS);
}

function failuresFromMs({ minutesMs }: RetentionConfig, nowMs: number): number {
  return nowMs - minutesMs;
}

interface KeptFrom {
  readonly minutes: number;
  readonly hours: number;
  readonly days: number;
}

/** In minutes since the epoch. The daemon's own cells that are not rolled up yet are kept however old they are. */
function keptFrom(retention: RetentionConfig, nowMs: number, progress: Progress): KeptFrom {
  const { own_to: ownTo, hours_to: hoursTo, days_to: daysTo } = progress;
  const minutes = floorTo(nowMs - retention.minutesMs, HOUR_MS) / MINUTE_MS;
  const hours = floorTo(nowMs - retention.hoursMs, DAY_MS) / MINUTE_MS;
  return {
    minutes: ownTo > hoursTo ? Math.min(minutes, hoursTo) : minutes,
    hours: ownTo > daysTo ? Math.min(hours, daysTo) : hours,
    days: floorTo(nowMs - retention.daysMs, DAY_MS) / MINUTE_MS,
  };
}
