import type { RandomSource } from '../random-source.js';

const ROUNDS = 4;
export const ID_COUNT = 0x1_0000;

/**
 * Query ids in an order that nobody can guess and in which none comes twice: a permutation of the
 * 16-bit numbers (a Feistel network under random keys), so that what was given out need not be kept.
 * Keys are small, since every port has its own: who wants to forge a reply and sees no query cannot tell
 * the order from chance, and who sees queries need not guess.
 */
export class QueryIds {
  readonly #keys: Keys;
  #given = 0;

  constructor(random: RandomSource) {
    this.#keys = keysOf(random.bytes(4 * ROUNDS));
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
    for (const key of this.#keys) [left, right] = [right, left ^ mix(key, right)];
    return (left << 8) | right;
  }

  #unpermute(id: number): number {
    let left = id >> 8;
    let right = id & 0xff;
    for (let round = ROUNDS - 1; round >= 0; round--) [left, right] = [right ^ mix(this.#keys[round] ?? 0, left), left];
    return (left << 8) | right;
  }
}

type Keys = readonly number[];

function keysOf(bytes: Uint8Array): Keys {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: ROUNDS }, (_, round) => view.getInt32(4 * round));
}

/** One byte in which every bit hangs on every bit of the key and of the half (the finalizer of MurmurHash3). */
function mix(key: number, half: number): number {
  let bits = Math.imul(key ^ half, 0x85eb_ca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2_ae35);
  return (bits ^ (bits >>> 16)) & 0xff;
}
