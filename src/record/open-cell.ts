import { type Phase, PHASES } from '../domain/phase.js';
import { decodeMinuteSet, encodeMinuteSet } from '../domain/minute-set.js';
import { type Outcome, NO_OUTCOMES, outcomeOfCode } from '../domain/outcome.js';
import type { HistogramError } from '../histogram/errors.js';
import type { CellData } from './cell-data.js';
import { OpenHistogram } from './open-histogram.js';
import { phaseHistograms } from './phase-histograms.js';

/** A cell that attempts are still added to. */
export class OpenCell {
  readonly #counts: Record<Outcome, number> = { ...NO_OUTCOMES };
  readonly #answered = new OpenHistogram();
  readonly #otherReplies = new OpenHistogram();
  /** Of phases that occurred: most resolvers have none. */
  readonly #phases = new Map<Phase, OpenHistogram>();
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
    (outcome === 'answered' ? this.#answered : this.#otherReplies).record(rttUs, count);
  }

  /** Adds a part of an attempt's time, in microseconds; NaN: the attempt had no such part. */
  addPhase(phase: Phase, us: number): void {
    if (!Number.isNaN(us)) this.#ofPhase(phase).record(us, 1);
  }

  /** Adds what another cell with the same start holds, but for damaged histograms: their faults are returned. */
  merge({ counts, answered, otherReplies, phases, coveredMinutes }: CellData): readonly HistogramError[] {
    for (const [outcome, count] of Object.entries(counts)) this.#counts[outcome as Outcome] += count;
    for (const minute of decodeMinuteSet(coveredMinutes)) this.#coveredMinutes.add(minute);
    return [
      ...this.#answered.merge(answered, counts.answered),
      ...this.#otherReplies.merge(otherReplies),
      ...PHASES.flatMap((phase) => this.#mergePhase(phase, phases?.[phase] ?? null)),
    ];
  }

  /** Takes a tenth of the memory until something is added again. */
  compact(): void {
    for (const histogram of [this.#answered, this.#otherReplies, ...this.#phases.values()]) histogram.compact();
  }

  /** What it holds now; later additions do not change it. */
  toData(): CellData {
    return {
      counts: { ...this.#counts },
      answered: this.#answered.toBytes(),
      otherReplies: this.#otherReplies.toBytes(),
      coveredMinutes: encodeMinuteSet(this.#coveredMinutes),
      phases: phaseHistograms((phase) => this.#phases.get(phase)?.toBytes() ?? null),
    };
  }

  #mergePhase(phase: Phase, bytes: Uint8Array | null): readonly HistogramError[] {
    return bytes === null ? [] : this.#ofPhase(phase).merge(bytes);
  }

  #ofPhase(phase: Phase): OpenHistogram {
    let histogram = this.#phases.get(phase);
    if (histogram === undefined) this.#phases.set(phase, (histogram = new OpenHistogram()));
    return histogram;
  }
}
