import { latenessMs, type Sight } from './sight.js';

/**
 * The time of one attempt over a stream, on a clock that stands still while this process is late to look
 * at its connection or holds its query back: what passed then is in no RTT, and the other side is given
 * it in addition. Milliseconds; what is passed in is monotonic.
 */
export class AttemptTime {
  readonly #startedAtMs: number;
  readonly #timeoutMs: number;
  /** For so long the clock has stood still. */
  #lateMs = 0;
  /** Of that, while its query was held back; without a hold that lasts. */
  #heldMs = 0;
  #heldSinceMs: number | null = null;
  #firstQueryAtMs: number | null = null;
  #lastQueryAtMs: number | null = null;

  constructor(startedAtMs: number, timeoutMs: number) {
    this.#startedAtMs = startedAtMs;
    this.#timeoutMs = timeoutMs;
  }

  get isHeld(): boolean {
    return this.#heldSinceMs !== null;
  }

  /** When it is over, monotonic; later with every look that was late, and as long as it is held. */
  dueMs(nowMs: number): number {
    return this.#startedAtMs + this.#timeoutMs + this.#lateMs + this.#holdMs(nowMs);
  }

  /** For how long it has been held back. */
  heldMs(nowMs: number): number {
    return this.#heldMs + this.#holdMs(nowMs);
  }

  /** Its query is held back from now on. */
  hold(nowMs: number): void {
    this.#heldSinceMs ??= nowMs;
  }

  /** Its query is held back no longer, if it was. */
  letGo(nowMs: number): void {
    const holdMs = this.#holdMs(nowMs);
    this.#heldMs += holdMs;
    this.#lateMs += holdMs;
    this.#heldSinceMs = null;
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

  /** Its query did not go out after all. */
  notQueried(): void {
    this.#firstQueryAtMs = null;
    this.#lastQueryAtMs = null;
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

  #holdMs(nowMs: number): number {
    return this.#heldSinceMs === null ? 0 : nowMs - this.#heldSinceMs;
  }

  /** Nothing can have lain there since before what it follows: the query that went out last, or the beginning. */
  #latenessOf(sight: Sight): number {
    return latenessMs(sight, (this.#lastQueryAtMs ?? this.#startedAtMs) + this.#lateMs);
  }
}
