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
    expect(time.dueMs).toBe(1_300);
  });

  it('stands still while what had to come first was seen late, and gives the other side that time', () => {
    const time = new AttemptTime(STARTED_MS, TIMEOUT_MS);
    time.saw(seen(1_520, 500)); // connected after 20 ms
    time.queried(1_520);
    const atMs = time.receivedAtMs(seen(1_550, 0));
    expect([time.rttMs(atMs, 'all'), time.rttMs(atMs, 'query'), time.queryUs(atMs)]).toEqual([50, 30, 30_000]);
    expect(time.dueMs).toBe(1_800);
  });

  it('takes the lateness of a reply off its RTT, and off no deadline', () => {
    const time = new AttemptTime(STARTED_MS, TIMEOUT_MS);
    time.queried(STARTED_MS);
    expect(time.rttMs(time.receivedAtMs(seen(1_540, 500)), 'query')).toBe(40);
    expect(time.dueMs).toBe(1_300);
  });

  it('counts from when a query went out that was said to earlier', () => {
    const time = new AttemptTime(STARTED_MS, TIMEOUT_MS);
    time.queried(1_010);
    time.queriedInstead(1_040);
    const atMs = time.receivedAtMs(seen(1_100, 0));
    expect([time.rttMs(atMs, 'query'), time.queryUs(atMs)]).toEqual([60, 60_000]);
  });

  it('knows no time of a query that never went out, and none shorter than a microsecond', () => {
    const time = new AttemptTime(STARTED_MS, TIMEOUT_MS);
    expect([time.rttMs(1_100, 'query'), time.queryUs(1_100)]).toEqual([0, null]);
    time.queried(1_100);
    expect(time.queryUs(1_100)).toBe(1);
  });

  it('takes no moment twice for late: the RTT is never below nothing, nor the deadline moved beyond now', () => {
    const step = fc.record({ afterMs: fc.nat(500), lateMs: fc.nat(2_000) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 6 }), step, (steps, last) => {
        const time = new AttemptTime(STARTED_MS, TIMEOUT_MS);
        let nowMs = STARTED_MS;
        for (const { afterMs, lateMs } of steps) time.saw(seen((nowMs += afterMs), lateMs));
        time.queried(nowMs);
        const rttMs = time.rttMs(time.receivedAtMs(seen(nowMs + last.afterMs, last.lateMs)), 'all');
        expect(rttMs).toBeGreaterThanOrEqual(0);
        expect(rttMs).toBeLessThanOrEqual(nowMs + last.afterMs - STARTED_MS);
        expect(time.dueMs).toBeLessThanOrEqual(nowMs + TIMEOUT_MS);
      }),
    );
  });
});
