import { randomFillSync } from 'node:crypto';

/** Unpredictable bytes: query ids and fresh labels must not be guessable. */
export interface RandomSource {
  bytes(count: number): Uint8Array;
}

const POOL_BYTES = 4_096;

/** The system's cryptographic generator, asked for many bytes at a time. */
export function cryptoRandom(): RandomSource {
  const pool = Buffer.allocUnsafe(POOL_BYTES);
  let used = POOL_BYTES;
  return {
    bytes: (count) => {
      if (count > POOL_BYTES) return randomFillSync(new Uint8Array(count));
      if (used + count > POOL_BYTES) {
        randomFillSync(pool);
        used = 0;
      }
      used += count;
      return Uint8Array.prototype.slice.call(pool, used - count, used);
    },
  };
}
