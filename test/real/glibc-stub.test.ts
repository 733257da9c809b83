import { beforeAll, describe, expect, it } from 'vitest';

import { compareWithGlibc, type GlibcCase, type GlibcComparison, hasGlibc } from '../support/glibc-stub.js';

/** What each of these does is told at once. */
const QUICK: readonly GlibcCase[] = [
  { resolvers: ['ok', 'ok'] },
  { resolvers: ['servfail', 'ok'] },
  { resolvers: ['refused', 'notimp', 'ok'] },
  { resolvers: ['lame', 'ok'] },
  { resolvers: ['lame referral', 'ok'] },
  { resolvers: ['lame with additional', 'ok'] },
  { resolvers: ['no data', 'ok'] },
  { resolvers: ['authoritative no data', 'ok'] },
  { resolvers: ['nxdomain', 'ok'] },
  { resolvers: ['formerr', 'ok'] },
  { resolvers: ['short', 'ok'] },
  { resolvers: ['broken', 'ok'] },
  { resolvers: ['closed', 'ok'] },
  { resolvers: ['truncated', 'ok'] },
  { resolvers: ['servfail'], attempts: 3 },
  { resolvers: ['servfail', 'refused'] },
];

/** Waited for. */
const SLOW: readonly GlibcCase[] = [
  { resolvers: ['dead', 'ok'], timeout: 1 },
  { resolvers: ['dead', 'dead', 'dead'], timeout: 2 },
  { resolvers: ['dead', 'servfail', 'dead'], timeout: 1 },
  { resolvers: ['dead', 'dead', 'dead'], timeout: 4, attempts: 1, rotate: true },
];

/** Two processes on a busy machine, neither of which measures the other. */
const LATE_MS = 500;

function nameOf({ resolvers, timeout = 5, attempts = 2, rotate = false }: GlibcCase): string {
  return `${resolvers.join(', ')} (timeout:${String(timeout)} attempts:${String(attempts)}${rotate ? ' rotate' : ''})`;
}

describe.skipIf(!hasGlibc)('our stub beside that of glibc', () => {
  let compared: readonly GlibcComparison[];

  beforeAll(async () => {
    compared = await compareWithGlibc([...QUICK, ...SLOW]);
  }, 180_000);

  it.each([...QUICK, ...SLOW].map((one, index) => [nameOf(one), index] as const))('asks the same: %s', (_, index) => {
    const { glibc, ours } = compared[index]!;
    const whom = ({ to, transport }: (typeof ours.asked)[number]) => `${String(to)} ${transport}`;
    expect(glibc.asked.length).toBeGreaterThan(0);
    expect(ours.asked.map(whom)).toEqual(glibc.asked.map(whom));
    expect(ours.resolved).toBe(glibc.resolved);
    ours.asked.forEach(({ atMs }, i) => expect(Math.abs(atMs - glibc.asked[i]!.atMs)).toBeLessThan(LATE_MS));
  });
});
