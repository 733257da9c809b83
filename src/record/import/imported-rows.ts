import type { Resolution } from '../../domain/cell.js';
import { MINUTE_MS } from '../../domain/clock.js';
import { type CellData, decodeCellData, encodeCellData } from '../cell-data.js';
import { CellMerger, type CellPart, cellStart } from '../merge-cells.js';
import { type CellRun, type ImportedCell, mergeRuns, type SameStart } from './cell-run.js';
import { type ImportPlan, resolutionOf } from './import-plan.js';

/** A cell as it is stored. `start` is in minutes since the epoch. */
export interface ImportedRow {
  readonly resolution: Resolution;
  readonly start: number;
  readonly series: number;
  readonly data: Uint8Array;
}

/**
 * All cells of an import, those of one resolution in order of their keys: minutes, and the hours
 * and days they make. Only one hour and one day of parts are held at a time.
 *
 * @param seriesIds numbers in the store, by position in the import
 */
export function* importedRows(
  runs: readonly CellRun[],
  plan: ImportPlan,
  seriesIds: readonly number[],
): Generator<ImportedRow> {
  const merger = new CellMerger();
  const days = new Coarsening('day', merger, null);
  const hours = new Coarsening('hour', merger, days);
  for (const group of mergeRuns(runs)) {
    yield* hours.endBefore(group.start);
    yield* days.endBefore(group.start);
    const resolution = resolutionOf(plan, group.start) ?? 'day';
    const coarser = { minute: hours, hour: hours, day: days }[resolution];
    for (const [series, data] of bySeries(group, merger, seriesIds)) {
      if (resolution === 'minute') yield { resolution, start: group.start, series, data };
      coarser.add(series, { startMs: group.start * MINUTE_MS, ...decodeCellData(data) });
    }
  }
  yield* hours.end();
  yield* days.end();
}

/** Makes the cells of one resolution, one start after the other, out of finer ones. */
class Coarsening {
  readonly #resolution: Resolution;
  readonly #merger: CellMerger;
  readonly #next: Coarsening | null;
  #start = -Infinity;
  #parts = new Map<number, CellPart[]>();

  constructor(resolution: Resolution, merger: CellMerger, next: Coarsening | null) {
    this.#resolution = resolution;
    this.#merger = merger;
    this.#next = next;
  }

  add(series: number, part: CellPart): void {
    this.#start = this.#startOf(part.startMs / MINUTE_MS);
    const parts = this.#parts.get(series);
    if (parts === undefined) this.#parts.set(series, [part]);
    else parts.push(part);
  }

  /** Gives the cells begun, if a part that starts at `start` lies beyond them. */
  *endBefore(start: number): Generator<ImportedRow> {
    if (this.#startOf(start) > this.#start) yield* this.end();
  }

  *end(): Generator<ImportedRow> {
    const startMs = this.#start * MINUTE_MS;
    for (const [series, parts] of inOrder(this.#parts)) {
      const data = this.#merger.merge(startMs, parts, refuse);
      yield { resolution: this.#resolution, start: this.#start, series, data: encodeCellData(data) };
      this.#next?.add(series, { startMs, ...data });
    }
    this.#parts = new Map();
  }

  #startOf(minute: number): number {
    return cellStart(minute * MINUTE_MS, this.#resolution) / MINUTE_MS;
  }
}

/** The cells of one start by number of their series, in its order, those of one series merged. */
function* bySeries(
  group: SameStart,
  merger: CellMerger,
  seriesIds: readonly number[],
): Generator<readonly [number, Uint8Array]> {
  const cells = new Map<number, ImportedCell[]>();
  for (const cell of group.cells) {
    const id = seriesIds[cell.series] ?? 0;
    const same = cells.get(id);
    if (same === undefined) cells.set(id, [cell]);
    else same.push(cell);
  }
  for (const [id, same] of inOrder(cells)) yield [id, merged(group.start, same, merger)];
}

function merged(start: number, cells: readonly ImportedCell[], merger: CellMerger): Uint8Array {
  const [only, ...others] = cells;
  if (only !== undefined && others.length === 0) return only.data;
  const parts = cells.map((cell): CellData => decodeCellData(cell.data));
  const startMs = start * MINUTE_MS;
  return encodeCellData(
    merger.merge(
      startMs,
      parts.map((part) => ({ startMs, ...part })),
      refuse,
    ),
  );
}

/** Of what this process has just made nothing can be damaged but by a fault of ours. */
function refuse(_part: CellPart, fault: Error): never {
  throw fault;
}

function inOrder<T>(map: ReadonlyMap<number, T>): [number, T][] {
  return [...map].sort(([a], [b]) => a - b);
}
