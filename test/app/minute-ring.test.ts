import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { MinuteRing } from '../../src/app/minute-ring.js';

/** What a ring should say, from a plain list of covered minutes. */
function expected(covered: ReadonlySet<number>, size: number, end: number, slotMinutes: number) {
  const minutes = Array.from({ length: size }, (_, i) => end - size + i).filter((minute) => covered.has(minute));
  const slots = Math.max(1, Math.floor(size / slotMinutes));
  const inSlots = minutes.filter((minute) => minute >= end - slots * slotMinutes);
  const coveredSlots = new Set(inSlots.map((minute) => Math.floor((end - 1 - minute) / slotMinutes)));
  return {
    count: minutes.length,
    first: minutes[0] ?? null,
    last: minutes.at(-1) ?? null,
    coverage: coveredSlots.size / slots,
  };
}

function actual(ring: MinuteRing, slotMinutes: number) {
  const first = ring.firstFrom(ring.startMinute);
  return { count: ring.count, first, last: ring.last(), coverage: ring.coverage(slotMinutes) };
}

describe('MinuteRing', () => {
  it('equals a list of minutes through additions and advances', () => {
    const run = fc.tuple(fc.nat(300), fc.nat(80));
    const size = fc.oneof(fc.integer({ min: 1, max: 200 }), fc.constantFrom(32, 64, 96));
    fc.assert(
      fc.property(
        size,
        fc.array(run, { maxLength: 6 }),
        fc.array(fc.boolean(), { maxLength: 250 }),
        fc.integer({ min: 1, max: 7 }),
        (size, runs, entering, slotMinutes) => {
          const endMinute = 29_000_000;
          const ring = new MinuteRing(size, endMinute);
          const covered = new Set<number>();
          for (const [ago, length] of runs) {
            const from = endMinute - ago;
            ring.add(from, from + length);
            for (let minute = from; minute < Math.min(endMinute, from + length); minute++) covered.add(minute);
          }
          expect(actual(ring, slotMinutes)).toEqual(expected(covered, size, endMinute, slotMinutes));
          const copy = ring.copy();
          entering.forEach((isCovered, i) => {
            copy.advance(isCovered);
            if (isCovered) covered.add(endMinute + i);
          });
          expect(actual(copy, slotMinutes)).toEqual(expected(covered, size, endMinute + entering.length, slotMinutes));
        },
      ),
    );
  });

  it('is not changed by what happens to its copy', () => {
    const ring = new MinuteRing(10, 100);
    ring.copy().add(90, 100);
    expect(actual(ring, 1)).toEqual({ count: 0, first: null, last: null, coverage: 0 });
  });

  it('is wholly covered by one round in each slot, wherever in it', () => {
    const ring = new MinuteRing(60, 1000);
    for (let minute = 942; minute < 1000; minute += 5) ring.add(minute, minute + 1);
    expect(ring.coverage(5)).toBe(1);
    expect(ring.coverage(1)).toBe(12 / 60);
  });
});
