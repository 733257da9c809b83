import type { Outcome } from '../domain/outcome.js';

const FAILED = 0x7fff_ffff;

/** What became of each round's attempt at one resolver: round i of one and round i of another were sent side by side. */
export class RoundLog {
  /** RTT in microseconds; 0: no valid attempt. */
  readonly #rounds: Int32Array;
  #length = 0;

  constructor(most: number) {
    this.#rounds = new Int32Array(most);
  }

  record(index: number, outcome: Outcome, rttUs: number | null): void {
    if (outcome === 'prober_error') return;
    this.#rounds[index] = outcome === 'answered' && rttUs !== null ? rttUs : FAILED;
    this.#length = Math.max(this.#length, index + 1);
  }

  /** One more than the last round with a valid attempt. */
  get length(): number {
    return this.#length;
  }

  /** Valid attempts, in order: the round, and the RTT in microseconds, Infinity for a failure. */
  *entries(): Generator<readonly [number, number]> {
    for (let round = 0; round < this.#length; round++) {
      const rttUs = this.#rounds[round] ?? 0;
      if (rttUs !== 0) yield [round, rttUs === FAILED ? Infinity : rttUs];
    }
  }
}
