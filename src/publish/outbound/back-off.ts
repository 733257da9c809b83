const FIRST_MS = 2_000;
const LONGEST_MS = 60_000;

/**
 * How long to wait after `failures` (at least 1) failures in a row: doubling from 2 s to 1 min, of
 * which a random half is taken off, so that many daemons do not come back at once. A minute at
 * most, because what is waiting is data that people look at live.
 */
export function backOffMs(failures: number, random: () => number): number {
  const fullMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1));
  return fullMs * (1 - random() / 2);
}
