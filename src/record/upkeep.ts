import { setImmediate as nextTurn } from 'node:timers/promises';

import { type Clock, MINUTE_MS } from '../domain/clock.js';
import type { RetentionConfig } from './config.js';
import type { RecordStore } from './record-store.js';

/** Of each second; a step takes some 15 ms and then lets others have their turn. */
const BUDGET_MS = 100;

/** Looks after older history in bounded steps: hours and days are made, what is too old is removed. */
export class Upkeep {
  readonly #store: RecordStore;
  readonly #retention: RetentionConfig;
  readonly #clock: Clock;
  #areLeftOversRemoved = false;
  #prunedAtMs = -Infinity;

  constructor(store: RecordStore, retention: RetentionConfig, clock: Clock) {
    this.#store = store;
    this.#retention = retention;
    this.#clock = clock;
  }

  /** Does what is due, as far as the budget allows; the rest is done by the next calls. */
  async run(settledToMs: number): Promise<void> {
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
    const nowMs = this.#clock.nowMs();
    if (nowMs >= this.#prunedAtMs && nowMs < this.#prunedAtMs + MINUTE_MS) return false;
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
}
