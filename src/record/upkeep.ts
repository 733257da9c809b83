import { setImmediate as nextTurn } from 'node:timers/promises';

import { type Clock, MINUTE_MS } from '../domain/clock.js';
import type { Log } from '../domain/log.js';
import type { RetentionConfig } from './config.js';
import type { RecordStore } from './record-store.js';

/** Of each second; a step takes some 15 ms and then lets others have their turn. */
const BUDGET_MS = 100;

/** Looks after older history in bounded steps: hours and days are made, what is too old is removed. */
export class Upkeep {
  readonly #store: RecordStore;
  readonly #retention: RetentionConfig;
  readonly #clock: Clock;
  readonly #log: Log;
  #areLeftOversRemoved = false;
  #prunedAtMs = -Infinity;
  #failedAtMs = -Infinity;

  constructor(of: {
    readonly store: RecordStore;
    readonly retention: RetentionConfig;
    readonly clock: Clock;
    readonly log: Log;
  }) {
    this.#store = of.store;
    this.#retention = of.retention;
    this.#clock = of.clock;
    this.#log = of.log;
  }

  /**
   * Does what is due, as far as the budget allows; the rest is done by the next calls. Never
   * rejects: a failure is logged, and tried again after a minute.
   */
  async run(settledToMs: number): Promise<void> {
    if (this.#isWithinMinuteOf(this.#failedAtMs)) return;
    try {
      await this.#work(settledToMs);
    } catch (error) {
      this.#failedAtMs = this.#clock.nowMs();
      this.#log.error({ err: error }, 'rolling up or removing old history failed; it is tried again in a minute');
    }
  }

  async #work(settledToMs: number): Promise<void> {
    const endMs = performance.now() + BUDGET_MS;
    do {
      if (!(await this.#step(settledToMs))) return;
      await nextTurn();
    } while (performance.now() < endMs);
  }

  async #step(settledToMs: number): Promise<boolean> {
    if (await this.#store.rollUpStep(settledToMs)) return true;
    if (await this.#prune()) return true;
    return this.#removeLeftOvers();
  }

  /** Looked at once a minute. */
  async #prune(): Promise<boolean> {
    if (this.#isWithinMinuteOf(this.#prunedAtMs)) return false;
    const nowMs = this.#clock.nowMs();
    if (await this.#store.pruneStep(this.#retention, nowMs)) return true;
    this.#prunedAtMs = nowMs;
    return false;
  }

  /** Only those that lie there at the start: later ones are the next import's to remove. */
  async #removeLeftOvers(): Promise<boolean> {
    if (this.#areLeftOversRemoved) return false;
    const isMore = await this.#store.removeLeftOversStep();
    this.#areLeftOversRemoved = !isMore;
    return isMore;
  }

  /** A clock that was set back must not make it wait. */
  #isWithinMinuteOf(timeMs: number): boolean {
    return Math.abs(this.#clock.nowMs() - timeMs) < MINUTE_MS;
  }
}
