import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { deadlineMs, plannedQueries, waitMs } from '../../src/domain/stub-schedule.js';

const options = { attempts: 2, timeoutMs: 5_000, rotate: false, deadlineMs: null };

/** Waits of resolvers 0 … n-1 in seconds. */
function waits(timeoutMs: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => waitMs(timeoutMs, index, count) / 1e3);
}

describe('waitMs()', () => {
  it.each([
    [5, 1, [5]],
    [5, 2, [5, 5]],
    [5, 3, [5, 3, 6]],
    [2, 3, [2, 1, 2]],
    [1, 2, [1, 1]],
    [1, 3, [1, 1, 1]],
    [7, 3, [7, 4, 9]],
    [30, 3, [30, 20, 40]],
  ])('is, with a timeout of %i s and %i resolvers, %j', (seconds, count, expected) => {
    expect(waits(seconds * 1e3, count)).toEqual(expected);
  });

  it('is always whole seconds, and one at least', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 20 }), (seconds, count) => {
        for (const wait of waits(seconds * 1e3, count)) {
          expect(Number.isInteger(wait)).toBe(true);
          expect(wait).toBeGreaterThanOrEqual(1);
        }
      }),
    );
  });
});

describe('plannedQueries()', () => {
  it('goes through the list once an attempt', () => {
    const queries = plannedQueries({ ...options, attempts: 3 }, 2, 9);
    expect(queries.map(({ index }) => index)).toEqual([0, 1, 0, 1, 0, 1]);
    expect(queries.map(({ pass }) => pass)).toEqual([0, 0, 1, 1, 2, 2]);
  });

  it('starts one further on each turn with rotate, and leaves each resolver its own wait', () => {
    const rotated = [0, 1, 2, 3].map((turn) =>
      plannedQueries({ ...options, rotate: true, attempts: 1, timeoutMs: 4_000 }, 3, turn).map(
        ({ index, waitMs: wait }) => `${String(index)}:${String(wait / 1e3)}`,
      ),
    );
    expect(rotated).toEqual([
      ['0:4', '1:2', '2:5'],
      ['1:2', '2:5', '0:4'],
      ['2:5', '0:4', '1:2'],
      ['0:4', '1:2', '2:5'],
    ]);
  });
});

describe('deadlineMs()', () => {
  it('is the sum of all waits', () => {
    expect(deadlineMs(options, 1)).toBe(10_000);
    expect(deadlineMs(options, 2)).toBe(20_000);
    expect(deadlineMs(options, 3)).toBe(28_000);
  });

  it('is what the definition says', () => {
    expect(deadlineMs({ ...options, deadlineMs: 7_000 }, 2)).toBe(7_000);
  });

  it('is ten minutes at most, however long the list', () => {
    expect(deadlineMs(options, 60)).toBe(600_000);
  });
});
