import { describe, expect, it } from 'vitest';

import { type Advance, standstills } from '../../src/app/standstill.js';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/domain/clock.js';

const NOW = Date.parse('2026-11-24T12:00:30Z');
const ALL: Advance = {
  heardOfProberMs: NOW - 500,
  lastAttemptMs: NOW - 2 * SECOND_MS,
  settledToMs: NOW - 150 * SECOND_MS,
  judgedAtMs: NOW - SECOND_MS,
};
const found = (more: Partial<Advance>, roundMs: number | null = 5_000) =>
  standstills({ ...ALL, ...more }, roundMs, NOW);

describe('standstills()', () => {
  it('finds nothing while measuring, writing and judging advance', () => expect(found({})).toEqual([]));

  it.each<[Partial<Advance>, string]>([
    [{ heardOfProberMs: NOW - 16 * SECOND_MS }, 'the prober is silent'],
    [{ heardOfProberMs: null, lastAttemptMs: null }, 'the prober is silent'],
    [{ lastAttemptMs: NOW - 4 * MINUTE_MS }, 'no attempt is made'],
    [{ lastAttemptMs: null }, 'no attempt is made'],
    [{ settledToMs: NOW - 5 * MINUTE_MS }, 'nothing is written'],
    [{ judgedAtMs: NOW - 61 * SECOND_MS }, 'nothing is judged'],
    [{ judgedAtMs: null }, 'nothing is judged'],
  ])('finds what stands still of %j', (more, words) => expect(found(more)).toEqual([words]));

  it('awaits no more attempts than are due', () => {
    expect(found({ lastAttemptMs: NOW - 50 * MINUTE_MS }, HOUR_MS)).toEqual([]);
    expect(found({ lastAttemptMs: NOW - 70 * MINUTE_MS }, HOUR_MS)).toEqual(['no attempt is made']);
    expect(found({ lastAttemptMs: null }, null)).toEqual([]);
  });

  it('takes a clock that was set back for no standstill', () => {
    const ahead = NOW + HOUR_MS;
    expect(found({ heardOfProberMs: ahead, lastAttemptMs: ahead, settledToMs: ahead, judgedAtMs: ahead })).toEqual([]);
  });
});
