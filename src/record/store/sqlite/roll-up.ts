import type Database from 'better-sqlite3';

import { type Cell, MEASURED, type Resolution } from '../../../domain/cell.js';
import { MINUTE_MS } from '../../../domain/clock.js';
import { CellMerger, type CellPart } from '../../merge-cells.js';
import { encodeCellData } from '../../cell-data.js';
import type { CellTables } from './cell-scan.js';
import type { DamageLog } from './damage-log.js';
import type { Progress, ProgressTable } from './progress-table.js';
import { readableCell } from './readable-cell.js';

const HOUR = 60;
const DAY = 1440;
/** Series merged in one transaction, which takes about 15 ms. */
const SERIES_AT_ONCE = 25;

/**
 * Merges the daemon's own minutes into hours and hours into days, a bounded step at a time. Doing
 * a step twice changes nothing, so that it may be killed at any moment. What is damaged is left out:
 * an hour without some minutes says more than none.
 */
export class RollUp {
  readonly #database: Database.Database;
  readonly #tables: CellTables;
  readonly #progress: ProgressTable;
  readonly #damage: DamageLog;
  readonly #lastSeries: Database.Statement<[], number>;
  readonly #merger = new CellMerger();
  /** The cell being made and the series it has come to; kept in memory only. */
  #current: { readonly start: number; readonly nextSeries: number } | null = null;

  constructor(database: Database.Database, tables: CellTables, progress: ProgressTable, damage: DamageLog) {
    this.#database = database;
    this.#tables = tables;
    this.#progress = progress;
    this.#damage = damage;
    this.#lastSeries = database.prepare<[], number>('SELECT coalesce(max(id), 0) FROM series').pluck();
  }

  /** Minutes within the hour or day being made have changed: it starts afresh. */
  restart(): void {
    this.#current = null;
  }

  /** Does one step for time before `settledTo` (minutes since the epoch); `false` if there was nothing to do. */
  step(settledTo: number): boolean {
    if (!this.#isDue(settledTo)) return false;
    try {
      return this.#database.transaction(() => this.#stepHours(settledTo) || this.#stepDays(settledTo)).immediate();
    } catch (error) {
      // What the failed transaction had merged is not there.
      this.restart();
      throw error;
    }
  }

  /** Asked every second, so without taking the write lock. */
  #isDue(settledTo: number): boolean {
    const progress = this.#progress.get();
    return areHoursDue(progress, settledTo) || areDaysDue(progress, settledTo);
  }

  #stepHours(settledTo: number): boolean {
    const progress = this.#progress.get();
    if (!areHoursDue(progress, settledTo)) return false;
    const { hours_to: hoursTo } = progress;
    const start = this.#nextWithParts(hoursTo, 'minute', HOUR);
    if (start > hoursTo) this.#progress.change(progress, { hours_to: start });
    else if (this.#mergeSome(start, HOUR, 'minute', 'hour'))
      this.#progress.change(progress, { hours_to: start + HOUR });
    return true;
  }

  #stepDays(settledTo: number): boolean {
    const progress = this.#progress.get();
    if (!areDaysDue(progress, settledTo)) return false;
    const { days_to: daysTo } = progress;
    // Beyond the hours that are made, those of imports say nothing about ours.
    const lastDay = Math.floor(madeHoursTo(progress, settledTo) / DAY) * DAY;
    const start = Math.min(this.#nextWithParts(daysTo, 'hour', DAY), lastDay);
    if (start > daysTo) this.#progress.change(progress, { days_to: start });
    else if (this.#mergeSome(start, DAY, 'hour', 'day')) this.#progress.change(progress, { days_to: start + DAY });
    return true;
  }

  /** The first hour or day from `from` on that holds anything: where the daemon did not run there may be years of nothing. */
  #nextWithParts(from: number, parts: Resolution, step: number): number {
    const first = this.#tables[parts].firstStart(from) ?? from;
    return Math.max(from, Math.floor(first / step) * step);
  }

  /** Merges the next few series of a cell; `true` once all are done. */
  #mergeSome(start: number, step: number, from: Resolution, to: Resolution): boolean {
    const first = this.#current?.start === start ? this.#current.nextSeries : 1;
    const series = { from: first, to: first + SERIES_AT_ONCE };
    for (const [id, parts] of this.#partsOf(start, step, from, series)) {
      const data = this.#merger.merge(start * MINUTE_MS, parts, ({ startMs }, fault) =>
        this.#damage.tell(from, { start: startMs / MINUTE_MS, series: id, source: MEASURED }, fault),
      );
      this.#tables[to].replace({ start, series: id, source: MEASURED }, encodeCellData(data));
    }
    const isDone = series.to > (this.#lastSeries.get() ?? 0);
    this.#current = isDone ? null : { start, nextSeries: series.to };
    return isDone;
  }

  #partsOf(
    start: number,
    step: number,
    from: Resolution,
    series: { from: number; to: number },
  ): Map<number, CellPart[]> {
    const parts = new Map<number, CellPart[]>();
    const partStep = from === 'minute' ? 1 : HOUR;
    for (let at = start; at < start + step; at += partStep) {
      for (const row of this.#tables[from].ownOf(at, series)) {
        const cell = readableCell(row, from, this.#damage);
        if (cell !== null) collect(parts, cell);
      }
    }
    return new Map([...parts].sort(([a], [b]) => a - b));
  }
}

function areHoursDue({ own_to: ownTo, hours_to: hoursTo }: Progress, settledTo: number): boolean {
  return ownTo > hoursTo && hoursTo + HOUR <= settledTo;
}

function areDaysDue(progress: Progress, settledTo: number): boolean {
  const { own_to: ownTo, days_to: daysTo } = progress;
  return ownTo > daysTo && daysTo + DAY <= madeHoursTo(progress, settledTo);
}

/** Up to where all hours that have minutes are made: to the present, once the last minute is in one. */
function madeHoursTo({ own_to: ownTo, hours_to: hoursTo }: Progress, settledTo: number): number {
  return ownTo > hoursTo ? hoursTo : Math.max(hoursTo, Math.floor(settledTo / HOUR) * HOUR);
}

function collect(parts: Map<number, CellPart[]>, cell: Cell): void {
  const ofSeries = parts.get(cell.seriesId);
  if (ofSeries === undefined) parts.set(cell.seriesId, [cell]);
  else ofSeries.push(cell);
}
