import { bucketOf, highestOf } from '../histogram/bucket-layout.js';
import type { RoundLog } from './round-log.js';

export const COMPARED = { p50: 0.5, p90: 0.9, p99: 0.99 } as const;
export type ComparedQuantile = keyof typeof COMPARED;

/** Percentiles in microseconds, Infinity among the failures, and the share that failed; NaN without any attempt. */
export type WeightedFigures = Readonly<Record<ComparedQuantile | 'failed', number>>;

/** A resolver's attempts cut into blocks of consecutive rounds, made ready to be weighed again and again. */
export class BlockedRounds {
  /** Sorted by RTT: how many attempts of a block have it. RTTs are those of the histograms' buckets. */
  readonly #us: Float64Array;
  readonly #block: Uint16Array;
  readonly #count: Uint32Array;
  readonly #answeredIn: Float64Array;
  readonly #validIn: Float64Array;

  constructor(log: RoundLog, rounds: number, blocks: number) {
    const counts = new Map<number, number>();
    this.#answeredIn = new Float64Array(blocks);
    this.#validIn = new Float64Array(blocks);
    for (const [round, rttUs] of log.entries()) {
      const block = Math.floor((round * blocks) / rounds);
      this.#validIn[block] = (this.#validIn[block] ?? 0) + 1;
      if (rttUs === Infinity) continue;
      this.#answeredIn[block] = (this.#answeredIn[block] ?? 0) + 1;
      const key = bucketOf(rttUs) * blocks + block;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const keys = [...counts.keys()].sort((a, b) => a - b);
    this.#us = Float64Array.from(keys, (key) => highestOf(Math.floor(key / blocks)));
    this.#block = Uint16Array.from(keys, (key) => key % blocks);
    this.#count = Uint32Array.from(keys, (key) => counts.get(key) ?? 0);
  }

  get blocks(): number {
    return this.#validIn.length;
  }

  get valid(): number {
    return this.#validIn.reduce((sum, count) => sum + count, 0);
  }

  /** Figures with the attempts of each block counted so many times. */
  weighted(weights: Uint16Array): WeightedFigures {
    const valid = weigh(this.#validIn, weights);
    const answered = weigh(this.#answeredIn, weights);
    const [p50 = NaN, p90 = NaN, p99 = NaN] =
      valid === 0 ? [] : this.#atRanks(weights, [COMPARED.p50, COMPARED.p90, COMPARED.p99], valid);
    return { p50, p90, p99, failed: (valid - answered) / valid };
  }

  /** The RTTs at rising shares of `valid`, in one pass. */
  #atRanks(weights: Uint16Array, shares: readonly number[], valid: number): readonly number[] {
    const found: number[] = [];
    let sum = 0;
    for (let at = 0; at < this.#us.length && found.length < shares.length; at++) {
      sum += (this.#count[at] ?? 0) * (weights[this.#block[at] ?? 0] ?? 0);
      while (found.length < shares.length && sum >= (shares[found.length] ?? 1) * valid)
        found.push(this.#us[at] ?? NaN);
    }
    return shares.map((_, index) => found[index] ?? Infinity);
  }
}

function weigh(counts: Float64Array, weights: Uint16Array): number {
  let sum = 0;
  for (let block = 0; block < counts.length; block++) sum += (counts[block] ?? 0) * (weights[block] ?? 0);
  return sum;
}
