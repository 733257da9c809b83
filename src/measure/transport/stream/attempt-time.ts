import { latenessMs, type Sight } from './sight.js';

/**
 * The time of one attempt over a stream, on a clock that stands still while this process is late to look
 * at its connection: what passed then is in no RTT, and the other side is given it in addition.
 * Milliseconds; what is passed in is monotonic.
 */
export class AttemptTime {
  readonly #startedAtMs: number;
  readonly #timeoutMs: number;
  /** For so long the clock has stood still. */
  #lateMs = 0;
  #firstQueryAtMs: number | null = null;
  #lastQueryAtMs: number | null = null;

  constructor(startedAtMs: number, timeoutMs: number) {
    this.#startedAtMs = startedAtMs;
    this.#timeoutMs = timeoutMs;
  }

  /** When it is over, monotonic; later with every look that was late. */
  get dueMs(): number {
    return this.#startedAtMs + this.#timeoutMs + this.#lateMs;
  }

  /** Something was seen that had to come before the reply could: how late that was delays all the rest. */
  saw(sight: Sight): void {
    this.#lateMs += this.#latenessOf(sight);
  }

  /** Its query goes out; it may do so more than once. */
  queried(nowMs: number): void {
    this.#lastQueryAtMs = nowMs - this.#lateMs;
    this.#firstQueryAtMs ??= this.#lastQueryAtMs;
  }

  /** The query did not go out when it was said to, but does now. */
  queriedInstead(nowMs: number): void {
    this.#firstQueryAtMs = null;
    this.queried(nowMs);
  }

  /** When what is seen was there, on this clock. */
  receivedAtMs(sight: Sight): number {
    return sight.seenAtMs - this.#latenessOf(sight) - this.#lateMs;
  }

  /** Until what was received then: of all, or from the first query on (0 if none went out). */
  rttMs(receivedAtMs: number, of: 'all' | 'query'): number {
    return receivedAtMs - (of === 'all' ? this.#startedAtMs : (this.#firstQueryAtMs ?? receivedAtMs));
  }

  /** From the last query until what was received then, in integer microseconds; `null` if none went out. */
  queryUs(receivedAtMs: number): number | null {
    return this.#lastQueryAtMs === null ? null : Math.max(1, Math.round((receivedAtMs - this.#lastQueryAtMs) * 1e3));
  }

  #latenessOf(sight: Sight): number {
    return latenessMs(sight, this.#startedAtMs + this.#lateMs);
  }
}
