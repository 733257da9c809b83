import { createHash } from 'node:crypto';

/**
 * Where in its interval a series has its place: a number in [0, 1) that depends on its key alone, so
 * that it stays over restarts and when other series come and go. Any good hash spreads them evenly.
 */
export function seriesPhase(key: string): number {
  return createHash('sha256').update(key).digest().readUIntBE(0, 6) / 2 ** 48;
}

/** A number in [0, 1) that depends on a key and a position alone: the same after a restart. FNV-1a, then mixed as in MurmurHash3. */
export function hashShare(key: string, position: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  for (let rest = position; rest >= 1; rest = Math.floor(rest / 0x100))
    hash = Math.imul(hash ^ (rest & 0xff), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
