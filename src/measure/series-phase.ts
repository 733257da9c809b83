import { createHash } from 'node:crypto';

/**
 * Where in its interval a series has its place: a number in [0, 1) that depends on its key alone, so
 * that it stays over restarts and when other series come and go. Any good hash spreads them evenly.
 */
export function seriesPhase(key: string): number {
  return createHash('sha256').update(key).digest().readUIntBE(0, 6) / 2 ** 48;
}
