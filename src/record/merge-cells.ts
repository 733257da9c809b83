import { type Cell, type Resolution, RESOLUTION_MS } from '../domain/cell.js';
import { floorTo, MINUTE_MS } from '../domain/clock.js';
import { encodeMinuteSet, forEachMinuteRun } from '../domain/minute-set.js';
import { addOutcomes, NO_OUTCOMES } from '../domain/outcome.js';
import { DenseHistogram } from '../histogram/merge-histograms.js';
import type { CellData } from './cell-data.js';
import { phaseHistograms } from './phase-histograms.js';

/** A part of a coarser cell. */
export type CellPart = CellData & Pick<Cell, 'startMs'>;

/**
 * Merges finer cells of one series into a coarser one. Kept over many merges, because the dense
 * histogram it adds up in is large.
 */
export class CellMerger {
  readonly #dense = new DenseHistogram();

  /** What is known of the cell that starts at `startMs`; every part must lie within it. */
  merge(startMs: number, parts: readonly CellPart[]): CellData {
    let counts = NO_OUTCOMES;
    for (const part of parts) counts = addOutcomes(counts, part.counts);
    return {
      counts,
      answered: this.#sum(parts, (part) => part.answered),
      otherReplies: this.#sum(parts, (part) => part.otherReplies),
      coveredMinutes: unite(startMs, parts),
      phases: phaseHistograms((phase) => this.#sum(parts, (part) => part.phases?.[phase] ?? null)),
    };
  }

  #sum(parts: readonly CellPart[], histogramOf: (part: CellPart) => Uint8Array | null): Uint8Array | null {
    const histograms = parts.map(histogramOf).filter((bytes) => bytes !== null);
    if (histograms.length <= 1) return histograms[0] ?? null;
    this.#dense.clear();
    for (const bytes of histograms) this.#dense.add(bytes);
    return this.#dense.toBytes();
  }
}

function unite(startMs: number, parts: readonly CellPart[]): Uint8Array {
  const only = parts[0];
  if (parts.length === 1 && only?.startMs === startMs) return only.coveredMinutes;
  const minutes = new Set<number>();
  for (const part of parts) {
    const shift = Math.round((part.startMs - startMs) / MINUTE_MS);
    forEachMinuteRun(part.coveredMinutes, (from, to) => {
      for (let minute = from; minute < to; minute++) minutes.add(minute + shift);
    });
  }
  return encodeMinuteSet(minutes);
}

/** Start of the cell of this resolution that holds an instant. */
export function cellStart(timeMs: number, resolution: Resolution): number {
  return floorTo(timeMs, RESOLUTION_MS[resolution]);
}
