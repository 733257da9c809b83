import type Database from 'better-sqlite3';

import { DAY_MS, floorTo, HOUR_MS, MINUTE_MS } from '../../../domain/clock.js';
import type { RetentionConfig } from '../../config.js';
import type { CellTables } from './cell-scan.js';
import type { Progress, ProgressTable } from './progress-table.js';
import type { Prunable } from './prunable.js';

/** Cells removed in one transaction: a few milliseconds. */
const CELLS_AT_ONCE = 500;

/**
 * Removes cells that are older than they are kept, in whole hours and days, and never before they
 * were rolled up; failures that are older than minutes are kept, which only series have that are not
 * measured any more, or never fail; and records that speak of time before the oldest day.
 */
export class Retention {
  readonly #database: Database.Database;
  readonly #tables: CellTables;
  readonly #progress: ProgressTable;
  readonly #pruned: Pruned;

  constructor(database: Database.Database, tables: CellTables, progress: ProgressTable, pruned: Pruned) {
    this.#database = database;
    this.#tables = tables;
    this.#progress = progress;
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
    const holdsOlder = (table: CellTables[keyof CellTables], before: number): boolean =>
      (table.firstStart(Number.MIN_SAFE_INTEGER) ?? Infinity) < before;
    const { minute, hour, day } = this.#tables;
    return holdsOlder(minute, from.minutes) || holdsOlder(hour, from.hours) || holdsOlder(day, from.days);
  }

  #removeSome(retention: RetentionConfig, nowMs: number): boolean {
    const progress = this.#progress.get();
    const from = keptFrom(retention, nowMs, progress);
    this.#progress.change(progress, {
      minutes_from: Math.max(progress.minutes_from, from.minutes),
      hours_from: Math.max(progress.hours_from, from.hours),
    });
    const removed =
      this.#tables.minute.deleteBefore(from.minutes, CELLS_AT_ONCE) +
      this.#tables.hour.deleteBefore(from.hours, CELLS_AT_ONCE / 10) +
      this.#tables.day.deleteBefore(from.days, CELLS_AT_ONCE / 10) +
      this.#pruned.failures.deleteBefore(failuresFromMs(retention, nowMs), CELLS_AT_ONCE / 10) +
      this.#removeRecords(recordsFromMs(retention, nowMs));
    return removed > 0;
  }

  #removeRecords(beforeMs: number): number {
    const removed = this.#pruned.records.map((table) => table.deleteBefore(beforeMs, CELLS_AT_ONCE / 10));
    return removed.reduce((sum, count) => sum + count, 0);
  }
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
