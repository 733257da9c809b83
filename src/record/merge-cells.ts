import { type Cell, type Resolution, RESOLUTION_MS } from '../domain/cell.js';
import { floorTo, MINUTE_MS } from '../domain/clock.js';
import { encodeMinuteSet, forEachMinuteRun } from '../domain/minute-set.js';
import { addOutcomes, NO_OUTCOMES } from '../domain/outcome.js';
import { HistogramError } from '../histogram/errors.js';
import { DenseHistogram } from '../histogram/merge-histograms.js';
import type { CellData } from './cell-data.js';
import { phaseHistograms } from './phase-histograms.js';

/** A part of a coarser cell. */
export type CellPart = CellData & Pick<Cell, 'startMs'>;

/** Told of what cannot be read of a part. */
export type TellFault = (part: CellPart, fault: Error) => void;

/**
 * Merges finer cells of one series into a coarser one. Kept over many merges, because the dense
 * histogram it adds up in is large.
 */
export class CellMerger {
  readonly #dense = new DenseHistogram();

  /**
   * What is known of the cell that starts at `startMs`; every part must lie within it. A histogram
   * that is damaged is told and left out, while its part counts by the outcomes.
   */
  merge(startMs: number, parts: readonly CellPart[], tell: TellFault): CellData {
    let counts = NO_OUTCOMES;
    for (const part of parts) counts = addOutcomes(counts, part.counts);
    return {
      counts,
      answered: this.#sum(
        parts,
        tell,
        (part) => part.answered,
        (part) => part.counts.answered,
      ),
      otherReplies: this.#sum(parts, tell, (part) => part.otherReplies),
      coveredMinutes: unite(startMs, parts),
      phases: phaseHistograms((phase) => this.#sum(parts, tell, (part) => part.phases?.[phase] ?? null)),
    };
  }

  #sum(
    parts: readonly CellPart[],
    tell: TellFault,
    histogramOf: (part: CellPart) => Uint8Array | null,
    mostOf: (part: CellPart) => number = () => Infinity,
  ): Uint8Array | null {
    this.#dense.clear();
    const added: Uint8Array[] = [];
    for (const part of parts) {
      const bytes = histogramOf(part);
      if (bytes !== null && this.#isAdded(bytes, mostOf(part), (fault) => tell(part, fault))) added.push(bytes);
    }
    return added.length <= 1 ? (added[0] ?? null) : this.#dense.toBytes();
  }

  #isAdded(bytes: Uint8Array, atMost: number, tell: (fault: Error) => void): boolean {
    try {
      this.#dense.add(bytes, atMost);
      return true;
    } catch (fault) {
      if (!(fault instanceof HistogramError)) throw fault;
      tell(fault);
      return false;
    }
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
