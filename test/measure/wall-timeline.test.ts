import { describe, expect, it } from 'vitest';

import { WallTimeline } from '../../src/measure/wall-timeline.js';
import { ProberTime } from '../support/dns-prober-time.js';

const START_MS = Date.UTC(2026, 9, 1);

function start(): { time: ProberTime; timeline: WallTimeline } {
  const time = new ProberTime(START_MS);
  return { time, timeline: new WallTimeline(time) };
}

/** Follows ten times a second, as the prober does, and tells the times it read. */
function follow(time: ProberTime, timeline: WallTimeline, forMs: number): number[] {
  return Array.from({ length: forMs / 100 }, () => {
    time.advance(100);
    timeline.follow();
    return timeline.nowMs();
  });
}

describe('WallTimeline', () => {
  it('is wall time', () => {
    const { time, timeline } = start();
    time.advance(1_234);
    expect(timeline.nowMs()).toBe(START_MS + 1_234);
  });

  it('goes on over a pause of the process: its slots are due', () => {
    const { time, timeline } = start();
    time.freeze(10_000);
    expect(timeline.follow()).toBe(false);
    expect(timeline.nowMs()).toBe(START_MS + 10_000);
  });

  it('follows a clock set forward at once', () => {
    const { time, timeline } = start();
    time.stepWall(30_000);
    expect(timeline.follow()).toBe(true);
    expect(timeline.nowMs()).toBe(START_MS + 30_000);
  });

  it('never goes back when the clock is set back a little, and agrees with it in the end', () => {
    const { time, timeline } = start();
    time.stepWall(-10_000);
    const times = follow(time, timeline, 25_000);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(Math.abs(timeline.nowMs() - time.wallMs())).toBeLessThanOrEqual(2);
  });

  it('follows a clock set back by hours at once', () => {
    const { time, timeline } = start();
    time.stepWall(-9 * 3_600_000);
    expect(timeline.follow()).toBe(true);
    expect(timeline.nowMs()).toBe(time.wallMs());
  });

  it('approaches a small difference either way without a leap', () => {
    for (const stepMs of [200, -200, 5, -5]) {
      const { time, timeline } = start();
      time.stepWall(stepMs);
      follow(time, timeline, 1_000);
      expect(Math.abs(timeline.nowMs() - time.wallMs())).toBeLessThanOrEqual(2);
    }
  });
});
