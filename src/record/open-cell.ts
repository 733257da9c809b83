import { type Outcome, NO_OUTCOMES, outcomeOfCode } from '../domain/outcome.js';
import { decodeMinuteSet, encodeMinuteSet } from '../domain/minute-set.js';
import { RttHistogram } from '../histogram/rtt-histogram.js';
import type { CellData } from './cell-data.js';

/** A cell that attempts are still added to. */
export class OpenCell {
  readonly #counts: Record<Outcome, number> = { ...NO_OUTCOMES };
  /** As bytes while compact. */
  #answered: RttHistogram | Uint8Array | null = null;
  #otherReplies: RttHistogram | Uint8Array | null = null;
  readonly #coveredMinutes = new Set<number>();

  /**
   * Adds `count` equal attempts.
   * @param rttUs NaN where no reply came
   * @param minute offset of the attempts' minute within the cell
   */
  add(outcomeCode: number, rttUs: number, count: number, minute: number): void {
    const outcome = outcomeOfCode(outcomeCode);
    this.#counts[outcome] += count;
    if (outcome !== 'prober_error') this.#coveredMinutes.add(minute);
    if (Number.isNaN(rttUs)) return;
    if (outcome === 'answered') (this.#answered = opened(this.#answered)).record(rttUs, count);
    else (this.#otherReplies = opened(this.#otherReplies)).record(rttUs, count);
  }

  /** Adds what another cell with the same start holds. */
  merge(data: CellData): void {
    for (const [outcome, count] of Object.entries(data.counts)) this.#counts[outcome as Outcome] += count;
    if (data.answered !== null) (this.#answered = opened(this.#answered)).merge(data.answered);
    if (data.otherReplies !== null) (this.#otherReplies = opened(this.#otherReplies)).merge(data.otherReplies);
    for (const minute of decodeMinuteSet(data.coveredMinutes)) this.#coveredMinutes.add(minute);
  }

  /** Takes a tenth of the memory until something is added again. */
  compact(): void {
    this.#answered = bytesOf(this.#answered);
    this.#otherReplies = bytesOf(this.#otherReplies);
  }

  /** What it holds now; later additions do not change it. */
  toData(): CellData {
    return {
      counts: { ...this.#counts },
      answered: bytesOf(this.#answered),
      otherReplies: bytesOf(this.#otherReplies),
      coveredMinutes: encodeMinuteSet(this.#coveredMinutes),
      phases: null,
    };
  }
}

function opened(histogram: RttHistogram | Uint8Array | null): RttHistogram {
  if (histogram instanceof RttHistogram) return histogram;
  return histogram === null ? new RttHistogram() : RttHistogram.fromBytes(histogram);
}

function bytesOf(histogram: RttHistogram | Uint8Array | null): Uint8Array | null {
  return histogram instanceof RttHistogram ? histogram.toBytes() : histogram;
}
