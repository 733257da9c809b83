import type { AttemptBatch, ProberHealth } from '../domain/attempt-batch.js';
import { outcomeCode, type Outcome } from '../domain/outcome.js';
import type { Series } from '../domain/series.js';
import { GrowingColumn } from './growing-column.js';

/** Collects attempts as columns until a batch is taken. */
export class BatchBuilder {
  readonly #indexOf = new Map<Series, number>();
  readonly #seriesIndex = new GrowingColumn();
  readonly #scheduledAtMs = new GrowingColumn();
  readonly #outcome = new GrowingColumn();
  readonly #rttUs = new GrowingColumn();
  readonly #sendLagUs = new GrowingColumn();
  readonly #loopLagUs = new GrowingColumn();
  #suspicious = 0;
  #clamped = 0;

  get rows(): number {
    return this.#outcome.length;
  }

  /** `rttUs` is `null` where no reply came. */
  addAttempt(series: Series, scheduledAtMs: number, outcome: Outcome, rttUs: number | null): void {
    this.#seriesIndex.push(this.#index(series));
    this.#scheduledAtMs.push(scheduledAtMs);
    this.#outcome.push(outcomeCode(outcome));
    this.#rttUs.push(rttUs ?? NaN);
  }

  addSendLag(lagMs: number): void {
    this.#sendLagUs.push(Math.max(0, lagMs * 1e3));
  }

  addLoopLag(lagMs: number): void {
    this.#loopLagUs.push(Math.max(0, lagMs * 1e3));
  }

  addSuspicious(): void {
    this.#suspicious++;
  }

  addClamped(): void {
    this.#clamped++;
  }

  /** Everything since the last take; the builder is empty afterwards. */
  take(finalBeforeMs: number, receiveClock: ProberHealth['receiveClock']): AttemptBatch {
    const batch: AttemptBatch = {
      series: [...this.#indexOf.keys()],
      seriesIndex: Uint32Array.from(this.#seriesIndex.take()),
      scheduledAtMs: this.#scheduledAtMs.take(),
      outcome: Uint8Array.from(this.#outcome.take()),
      rttUs: this.#rttUs.take(),
      finalBeforeMs,
      health: {
        sendLagUs: this.#sendLagUs.take(),
        loopLagUs: this.#loopLagUs.take(),
        suspicious: this.#suspicious,
        clamped: this.#clamped,
        receiveClock,
      },
    };
    this.#indexOf.clear();
    this.#suspicious = 0;
    this.#clamped = 0;
    return batch;
  }

  #index(series: Series): number {
    const known = this.#indexOf.get(series);
    if (known !== undefined) return known;
    const index = this.#indexOf.size;
    this.#indexOf.set(series, index);
    return index;
  }
}
