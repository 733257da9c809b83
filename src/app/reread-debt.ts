import { SECOND_MS } from '../domain/clock.js';

/** So much of the time that goes by may be spent reading history anew, in the long run. */
const SHARE = 0.1;
/** Changes wait only while more than this is owed: an operator or an import now and then is served at once. */
const ALLOWED_MS = 30 * SECOND_MS;

/**
 * How much more time was spent reading history anew than a tenth of the time that went by. History
 * that changes all the time (a clock that was set back) must not keep the daemon from judging.
 */
export class RereadDebt {
  #owedMs = 0;
  #asOfMs = 0;

  /** Whether reading must wait. @param nowMs of a clock that only goes forward */
  mustRest(nowMs: number): boolean {
    return this.#owedAt(nowMs) > ALLOWED_MS;
  }

  /** Takes in that reading took from one time to the other. */
  add(fromMs: number, toMs: number): void {
    this.#owedMs = this.#owedAt(fromMs) + (toMs - fromMs);
    this.#asOfMs = toMs;
  }

  #owedAt(nowMs: number): number {
    return Math.max(0, this.#owedMs - SHARE * (nowMs - this.#asOfMs));
  }
}
