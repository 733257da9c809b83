import fc from 'fast-check';
import { getTasks } from 'node-cron';
import { describe, expect, it } from 'vitest';

import type { ProbeSchedule } from '../../src/domain/probe-definition.js';
import { slotSequence, type SlotSequence } from '../../src/measure/slot-sequence.js';

function times(slots: SlotSequence, fromMs: number, count: number): string[] {
  const found: string[] = [];
  for (
    let position = slots.firstFrom(fromMs);
    position !== null && found.length < count;
    position = slots.next(position)
  ) {
    found.push(new Date(slots.timeOf(position)).toISOString());
  }
  return found;
}

function cron(expression: string, shortestMs = 1_000): ProbeSchedule {
  return { kind: 'cron', expression, shortestMs };
}

describe('slotSequence() of an interval', () => {
  it('lies on multiples since the epoch, moved by the phase', () => {
    const slots = slotSequence({ kind: 'every', everyMs: 5_000 }, { phase: 0.25 });
    expect(times(slots, Date.UTC(2026, 0, 1, 0, 0, 2), 2)).toEqual([
      '2026-01-01T00:00:06.250Z',
      '2026-01-01T00:00:11.250Z',
    ]);
  });

  it('gives the same slots wherever one begins, and steps without loss or doubles', () => {
    const intervals = fc.oneof(
      fc.integer({ min: 10, max: 100_000 }),
      fc.integer({ min: 10_000, max: 99_999 }).map((us) => us / 1e3),
    );
    const phases = fc.double({ min: 0, max: 0.999_999, noNaN: true });
    fc.assert(
      fc.property(intervals, phases, fc.integer({ min: 0, max: 2e12 }), (everyMs, phase, fromMs) => {
        const slots = slotSequence({ kind: 'every', everyMs }, { phase });
        const first = slots.firstFrom(fromMs)!;
        expect(slots.timeOf(first)).toBeGreaterThanOrEqual(fromMs);
        expect(slots.timeOf(first - 1)).toBeLessThan(fromMs);
        expect(slots.firstFrom(slots.timeOf(first))).toBe(first);
        expect(slots.next(first)).toBe(first + 1);
      }),
    );
  });
});

describe('slotSequence() of a cron pattern', () => {
  it('fires in UTC, seconds first', () => {
    expect(times(slotSequence(cron('*/20 1 3 * * *'), { phase: 0 }), Date.UTC(2026, 0, 1, 3, 1, 1), 3)).toEqual([
      '2026-01-01T03:01:20.000Z',
      '2026-01-01T03:01:40.000Z',
      '2026-01-02T03:01:00.000Z',
    ]);
  });

  it('spreads a round over at most a second, or the shortest time between rounds', () => {
    expect(times(slotSequence(cron('0 0 * * * *', 3_600_000), { phase: 0.75 }), Date.UTC(2026, 0, 1), 1)).toEqual([
      '2026-01-01T00:00:00.750Z',
    ]);
    const slots = slotSequence(cron('0 0 * * * *'), { phase: 0.75 });
    expect(times(slots, Date.UTC(2026, 0, 1, 0, 0, 0, 750), 1)).toEqual(['2026-01-01T00:00:00.750Z']);
    expect(times(slots, Date.UTC(2026, 0, 1, 0, 0, 0, 751), 1)).toEqual(['2026-01-01T01:00:00.750Z']);
  });

  it('leaves what a day is to node-cron: weekdays, last days, leap days', () => {
    expect(times(slotSequence(cron('0 0 0 L * *'), { phase: 0 }), Date.UTC(2026, 1, 2), 2)).toEqual([
      '2026-02-28T00:00:00.000Z',
      '2026-03-31T00:00:00.000Z',
    ]);
    expect(times(slotSequence(cron('0 0 0 * * mon'), { phase: 0 }), Date.UTC(2026, 0, 1), 1)).toEqual([
      '2026-01-05T00:00:00.000Z',
    ]);
    expect(times(slotSequence(cron('0 0 0 29 2 *'), { phase: 0 }), Date.UTC(2026, 2, 1), 1)).toEqual([
      '2028-02-29T00:00:00.000Z',
    ]);
  });

  it.each(['0 0 0 31 2 *', 'nonsense'])('refuses %j, which never fires', (expression) => {
    expect(() => slotSequence(cron(expression), { phase: 0 })).toThrow(
      'plan a schedule: a cron pattern with seconds is required',
    );
  });

  it('leaves nothing behind in the library', () => {
    slotSequence(cron('* * * * * *'), { phase: 0 });
    expect(getTasks().size).toBe(0);
  });
});
