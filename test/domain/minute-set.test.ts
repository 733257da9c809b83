import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { decodeMinuteSet, encodeMinuteSet, forEachMinuteRun } from '../../src/domain/minute-set.js';

describe('encodeMinuteSet()', () => {
  it('round-trips any set of minutes of a day', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 1439 })), (minutes) => {
        const decoded = [...decodeMinuteSet(encodeMinuteSet(minutes))];
        expect(decoded).toEqual([...minutes].sort((a, b) => a - b));
      }),
    );
  });

  it('keeps a wholly covered day in three bytes', () => {
    expect(encodeMinuteSet(Array.from({ length: 1440 }, (_, minute) => minute))).toHaveLength(3);
  });

  it('keeps the empty set in none', () => {
    expect(encodeMinuteSet([])).toHaveLength(0);
  });
});

describe('forEachMinuteRun()', () => {
  it('visits half-open runs', () => {
    const runs: [number, number][] = [];
    forEachMinuteRun(encodeMinuteSet([0, 1, 2, 7, 59]), (from, to) => runs.push([from, to]));
    expect(runs).toEqual([
      [0, 3],
      [7, 8],
      [59, 60],
    ]);
  });

  it('says when bytes are missing', () => {
    expect(() => forEachMinuteRun(Uint8Array.of(0x80), () => undefined)).toThrow(RangeError);
  });
});
