import type { AttemptBatch } from '../domain/attempt-batch.js';
import { PHASES } from '../domain/phase.js';
import { type Cell, MEASURED } from '../domain/cell.js';
import { floorTo, MINUTE_MS } from '../domain/clock.js';
import { type Series, seriesKey } from '../domain/series.js';
import type { CellData } from './cell-data.js';
import { OpenCell } from './open-cell.js';

/** One series in one minute that may still get attempts. */
export interface OpenMinute {
  readonly series: Series;
  readonly startMs: number;
  readonly cell: OpenCell;
  /** Whether what the store held of it before has been added. */
  isLoaded: boolean;
  /** Rises with every attempt. */
  changes: number;
  /** `changes` as of the last time it was written. */
  writtenChanges: number;
}

/** What an open minute held at one moment, ready to be written. */
export interface MinuteToWrite {
  readonly minute: OpenMinute;
  readonly changes: number;
  readonly cell: Cell;
}

/** The minutes that are being filled. */
export class OpenMinutes {
  readonly #minutes = new Map<number, Map<string, OpenMinute>>();

  /** Adds every attempt of a batch to its series' minute. */
  add(batch: AttemptBatch): void {
    const keys = batch.series.map(seriesKey);
    for (let row = 0; row < batch.seriesIndex.length; row++) {
      const minute = this.#minuteOfRow(batch, keys, row);
      minute.cell.add(batch.outcome[row] ?? 0, batch.rttUs[row] ?? NaN, 1, 0);
      minute.changes++;
    }
    const { row: rows, ...columns } = batch.phases;
    for (const [i, row] of rows.entries()) {
      const { cell } = this.#minuteOfRow(batch, keys, row);
      for (const phase of PHASES) cell.addPhase(phase, columns[`${phase}Us`][i] ?? NaN);
    }
  }

  /** Forgets minutes before a time, written or not; returns how many were not. */
  drop(beforeMs: number): number {
    let unwritten = 0;
    for (const [startMs, ofStart] of this.#minutes) {
      if (startMs >= beforeMs) continue;
      for (const minute of ofStart.values()) if (minute.changes > minute.writtenChanges) unwritten++;
      this.#minutes.delete(startMs);
    }
    return unwritten;
  }

  /** Takes little memory for minutes before a time, of which few or none will get more attempts. */
  compact(beforeMs: number): void {
    for (const [startMs, ofStart] of this.#minutes) {
      if (startMs < beforeMs) for (const minute of ofStart.values()) minute.cell.compact();
    }
  }

  /** Minutes with attempts that have not been written. */
  changed(): OpenMinute[] {
    const changed: OpenMinute[] = [];
    for (const ofStart of this.#minutes.values()) {
      for (const minute of ofStart.values()) if (minute.changes > minute.writtenChanges) changed.push(minute);
    }
    return changed;
  }

  /** Forgets minutes before a time that have been written whole. */
  forgetWritten(beforeMs: number): void {
    for (const [startMs, ofStart] of this.#minutes) {
      if (startMs >= beforeMs) continue;
      for (const [key, minute] of ofStart) if (minute.changes === minute.writtenChanges) ofStart.delete(key);
      if (ofStart.size === 0) this.#minutes.delete(startMs);
    }
  }

  #minuteOfRow(batch: AttemptBatch, keys: readonly string[], row: number): OpenMinute {
    const index = batch.seriesIndex[row] ?? 0;
    const series = batch.series[index];
    if (series === undefined)
      throw new RangeError(`a batch of ${String(keys.length)} series names number ${String(index)}`);
    return this.#minuteOf(floorTo(batch.scheduledAtMs[row] ?? NaN, MINUTE_MS), keys[index] ?? '', series);
  }

  #minuteOf(startMs: number, key: string, series: Series): OpenMinute {
    let ofStart = this.#minutes.get(startMs);
    if (ofStart === undefined) this.#minutes.set(startMs, (ofStart = new Map<string, OpenMinute>()));
    let minute = ofStart.get(key);
    if (minute === undefined) {
      minute = { series, startMs, cell: new OpenCell(), isLoaded: false, changes: 0, writtenChanges: 0 };
      ofStart.set(key, minute);
    }
    return minute;
  }
}

/**
 * Adds what the store held of a minute before this process first touched it; only the first call
 * counts. Returns what cannot be read: the whole of it (the minute is then begun anew), or the
 * histograms that are damaged.
 */
export function load(minute: OpenMinute, stored: CellData | Error | null): readonly Error[] {
  if (minute.isLoaded) return [];
  minute.isLoaded = true;
  if (stored === null) return [];
  return stored instanceof Error ? [stored] : minute.cell.merge(stored);
}

export function toWrite(minute: OpenMinute, seriesId: number): MinuteToWrite {
  const cell = { seriesId, startMs: minute.startMs, source: MEASURED, ...minute.cell.toData() };
  return { minute, changes: minute.changes, cell };
}
