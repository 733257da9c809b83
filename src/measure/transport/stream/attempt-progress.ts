import { AttemptTime } from './attempt-time.js';

/**
 * How far an attempt has come with its query:
 *
 * - `waiting`: for a connection to open, or to be sent by it at once;
 * - `held-back`: it could be sent, and waits for others of ours;
 * - `on-its-way`: it has left. It stays there when it is asked again, which is a part of the whole as the first try is.
 */
type AttemptState = 'waiting' | 'held-back' | 'on-its-way';

/** What an attempt's progress is counted from. Monotonic milliseconds. */
export interface AttemptStart {
  /** When it was to be sent, and was unless it is held back. */
  readonly askedAtMs: number;
  /** Where its time begins: later than it was asked if we were late to see what came before. */
  readonly startedAtMs: number;
  readonly timeoutMs: number;
  /** See `Sending`. */
  readonly sendByMs: number;
}

/** What has become of an attempt's query by now, and the time that this took. All times are monotonic milliseconds. */
export class AttemptProgress {
  readonly time: AttemptTime;
  readonly #askedAtMs: number;
  readonly #sendByMs: number;
  #state: AttemptState = 'waiting';
  #lastSentAtMs: number | null = null;

  constructor({ askedAtMs, startedAtMs, timeoutMs, sendByMs }: AttemptStart) {
    this.time = new AttemptTime(startedAtMs, timeoutMs);
    this.#askedAtMs = askedAtMs;
    this.#sendByMs = sendByMs;
  }

  get isHeldBack(): boolean {
    return this.#state === 'held-back';
  }

  get hasLeft(): boolean {
    return this.#state === 'on-its-way';
  }

  /** When the query last left; `null` if it never did. */
  get lastSentAtMs(): number | null {
    return this.#lastSentAtMs;
  }

  /** When it was sent first: opening a connection for it is that too. */
  sentAtMs(nowMs: number): number {
    return this.#askedAtMs + this.time.heldMs(nowMs);
  }

  /** Whether its query has not left, and does not leave in time any more. */
  isHeldTooLong(nowMs: number): boolean {
    return this.isHeldBack && this.sentAtMs(nowMs) > this.#sendByMs;
  }

  /** It is on another connection: no turn of the one before is waited for, by which nothing was asked. */
  startOver(nowMs: number): void {
    if (this.hasLeft) return;
    this.letGo(nowMs);
    this.time.notQueried();
  }

  /** Its query waits for others of ours to be sent. */
  holdBack(nowMs: number): void {
    if (this.hasLeft) return;
    this.time.hold(nowMs);
    this.#state = 'held-back';
  }

  /** Its turn to be sent has come. */
  letGo(nowMs: number): void {
    if (!this.isHeldBack) return;
    this.time.letGo(nowMs);
    this.#state = 'waiting';
  }

  /** Its query has left. */
  sent(nowMs: number): void {
    this.#lastSentAtMs = nowMs;
    this.#state = 'on-its-way';
  }
}
