import type { RandomSource } from '../random-source.js';

const ROUNDS = 4;
export const ID_COUNT = 0x1_0000;

/**
 * Query ids in an order that nobody can guess and in which none comes twice: a permutation of the
 * 16-bit numbers (a Feistel network under random keys), so that what was given out need not be kept.
 */
export class QueryIds {
  readonly #tables: Uint8Array;
  #given = 0;

  constructor(random: RandomSource) {
    this.#tables = random.bytes(ROUNDS * 256);
  }

  /** How many have been given out, of `ID_COUNT`. */
  get given(): number {
    return this.#given;
  }

  next(): number {
    return this.#permute(this.#given++ & 0xffff);
  }

  hasGiven(id: number): boolean {
    return this.positionOf(id) < this.#given;
  }

  /** How many ids come before it, given or not. */
  positionOf(id: number): number {
    return this.#unpermute(id);
  }

  #permute(position: number): number {
    let left = position >> 8;
    let right = position & 0xff;
    for (let round = 0; round < ROUNDS; round++) [left, right] = [right, left ^ this.#mix(round, right)];
    return (left << 8) | right;
  }

  #unpermute(id: number): number {
    let left = id >> 8;
    let right = id & 0xff;
    for (let round = ROUNDS - 1; round >= 0; round--) [left, right] = [right ^ this.#mix(round, left), left];
    return (left << 8) | right;
  }

  #mix(round: number, half: number): number {
    return this.#tables[round * 256 + half] ?? 0;
  }
}
