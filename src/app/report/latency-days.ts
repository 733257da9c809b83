import type { Cell } from '../../domain/cell.js';
import { validCount } from '../../domain/outcome.js';
import { DenseHistogram } from '../../histogram/merge-histograms.js';
import type { DayWindow } from '../day-windows.js';
import { readable } from '../readable.js';
import type { LatencyDay } from './report-inputs.js';

/** Round-trips day by day, of cells that come (nearly) in order of time: one dense histogram is held. */
export class LatencyDays {
  readonly #days: readonly DayWindow[];
  readonly #dense = new DenseHistogram();
  readonly #failed: number[];
  readonly #bytes: (Uint8Array | null)[];
  #day = 0;

  constructor(days: readonly DayWindow[]) {
    this.#days = days;
    this.#failed = days.map(() => 0);
    this.#bytes = days.map(() => null);
  }

  add({ startMs, counts, answered }: Cell, tell: (fault: Error) => void): void {
    this.#moveTo(startMs);
    this.#failed[this.#day] = (this.#failed[this.#day] ?? 0) + validCount(counts) - counts.answered;
    // Answers whose histogram cannot be read are no data: they stand in no percentile.
    if (answered !== null) readable(() => this.#dense.add(answered, counts.answered), undefined, tell);
  }

  /** Days with valid attempts. */
  finish(): readonly LatencyDay[] {
    this.#flush();
    return this.#days.flatMap(({ date }, day) => {
      const [failed = 0, bytes = null] = [this.#failed[day], this.#bytes[day]];
      const answered = bytes === null ? '' : Buffer.from(bytes).toString('base64');
      return failed === 0 && bytes === null ? [] : [{ date, failed, answered }];
    });
  }

  #moveTo(timeMs: number): void {
    const current = this.#days[this.#day];
    if (current !== undefined && timeMs >= current.fromMs && timeMs < current.toMs) return;
    this.#flush();
    this.#day = this.#days.findIndex(({ fromMs, toMs }) => timeMs >= fromMs && timeMs < toMs);
    const known = this.#bytes[this.#day];
    if (known != null) this.#dense.add(known);
  }

  #flush(): void {
    if (this.#dense.count > 0) this.#bytes[this.#day] = this.#dense.toBytes();
    this.#dense.clear();
  }
}
