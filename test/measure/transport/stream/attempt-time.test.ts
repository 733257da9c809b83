import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { AttemptTime } from '../../../../src/measure/transport/stream/attempt-time.js';
import type { Sight } from '../../../../src/measure/transport/stream/sight.js';

const STARTED_MS = 1_000;
const TIMEOUT_MS = 300;

/** Seen so late; the kernel tells up to 10 ms more. */
function seen(seenAtMs: number, lateMs: number): Sight {
  return { seenAtMs, waitedMs: lateMs + 10 };
}

describe('AttemptTime', () => {
  it('counts all, from the first query, and from the last, where nothing was seen late', () => {
    const time = new AttemptTime(STARTED_MS, TIMEOUT_MS);
    time.queried(1_050);
    time.queried(1_070);
    const atMs = time.receivedAtMs(seen(1_100, 0));
    expect([time.rttMs(atMs, 'all'), time.rttMs(atMs, 'query'), time.queryUs(atMs)]).toEqual([100, 50, 30_000]);
    expect(time.dueMs(1_100)).toBe(1_300);
  });

  it('stands still while what had to come first was seen late, and gives the other side that time', () => {
    const time = new AttemptTime(STARTED_MS, TIMEOUT_MS);
    time.saw(seen(1_520, 500)); // connected after 20 ms
    time.queried(1_520);
    const atMs = time.receivedAtMs(seen(1_550, 0));
    expect([time.rttMs(atMs, 'all'), time.rttMs(atMs, 'query'), time.queryUs(atMs)]).toEqual([50, 30, 30_000]);
    expect(time.dueMs(1_550)).toBe(1_800);
  });

  it('takes the lateness of a reply off its RTT, and off no deadline', () => {
    const time = new AttemptTime(STARTED_MS, TIMEOUT_MS);
    time.queried(STARTED_MS);
    expect(time.rttMs(time.receivedAtMs(seen(1_540, 500)), 'query')).toBe(40);
    expect(time.dueMs(1_540)).toBe(1_300);
  });

  it('stands still while a query is held back, and gives the other side that time', () => {
    const time = new AttemptTime(STARTED_MS, TIMEOUT_MS);
    time.queried(1_010);
    time.hold(1_010);
    expect([time.isHeld, time.heldMs(1_030), time.dueMs(1_030)]).toEqual([true, 20, 1_320]);
    time.letGo(1_040);
    expect([time.isHeld, time.heldMs(1_050), time.dueMs(1_050)]).toEqual([false, 30, 1_330]);
    const atMs = time.receivedAtMs(seen(1_100, 0));
    expect([time.rttMs(atMs, 'all'), time.rttMs(atMs, 'query'), time.queryUs(atMs)]).toEqual([70, 60, 60_000]);
  });

  it('adds up what a query was held back twice, and nothing where it was not', () => {
    const time = new AttemptTime(STARTED_MS, TIMEOUT_MS);
    time.letGo(1_010);
    expect(time.heldMs(1_010)).toBe(0);
    time.hold(1_010);
    time.letGo(1_030);
    time.hold(1_050);
    time.hold(1_060); // still the same
    expect(time.heldMs(1_090)).toBe(60);
  });

  it('counts from the query that went out, and not from one that did not after all', () => {
    const time = new AttemptTime(STARTED_MS, TIMEOUT_MS);
    time.queried(1_010);
    time.notQueried();
    expect(time.queryUs(1_020)).toBeNull();
    time.queried(1_040);
    expect(time.rttMs(time.receivedAtMs(seen(1_100, 0)), 'query')).toBe(60);
  });

  it('knows no time of a query that never went out, and none shorter than a microsecond', () => {
    const time = new AttemptTime(STARTED_MS, TIMEOUT_MS);
    expect([time.rttMs(1_100, 'query'), time.queryUs(1_100)]).toEqual([0, null]);
    time.queried(1_100);
    expect(time.queryUs(1_100)).toBe(1);
  });

  it('takes no moment twice for late: no RTT is below nothing, nor the deadline moved beyond now', () => {
    const step = fc.record({ afterMs: fc.nat(500), lateMs: fc.nat(2_000) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 6 }), fc.nat(500), step, (steps, heldMs, last) => {
        const time = new AttemptTime(STARTED_MS, TIMEOUT_MS);
        let nowMs = STARTED_MS;
        for (const { afterMs, lateMs } of steps) time.saw(seen((nowMs += afterMs), lateMs));
        time.queried(nowMs);
        time.hold(nowMs);
        time.letGo((nowMs += heldMs));
        const atMs = time.receivedAtMs(seen(nowMs + last.afterMs, last.lateMs));
        const [allMs, queryMs] = [time.rttMs(atMs, 'all'), time.rttMs(atMs, 'query')];
        expect(queryMs).toBeGreaterThanOrEqual(0);
        expect(queryMs).toBeLessThanOrEqual(Math.min(allMs, last.afterMs));
        expect(allMs).toBeLessThanOrEqual(nowMs - heldMs + last.afterMs - STARTED_MS);
        expect(time.dueMs(nowMs)).toBeLessThanOrEqual(nowMs + TIMEOUT_MS);
      }),
    );
  });
});
