import { describe, expect, it } from 'vitest';

import { LiveTotals } from '../../src/app/live-totals.js';
import { budgetWindow } from '../../src/app/kept-window.js';
import { readTotals } from '../../src/app/read-totals.js';
import type { SlidingTotals } from '../../src/app/sliding-totals.js';
import { SloIndex } from '../../src/app/slo-index.js';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/domain/clock.js';
import { MemoryHistory } from '../support/memory-history.js';
import { series, slo } from '../support/slo-samples.js';

const START_MS = Date.parse('2026-10-20T12:00:00Z');
const SLO = slo();

/** A large history: reading it from scratch takes so many seconds on the forward clock. */
class LargeHistory extends MemoryHistory {
  forwardMs = 0;
  scratchReads = 0;
  takesMs = 12 * SECOND_MS;

  override async operatorRecords() {
    this.forwardMs += this.takesMs;
    this.scratchReads++;
    return super.operatorRecords();
  }
}

function rig() {
  const history = new LargeHistory();
  history.add(series(), START_MS - HOUR_MS, [{ outcome: 'answered', count: 10, rttUs: 900 }]);
  const totals = new LiveTotals({
    history,
    slos: [SLO],
    roundMsOf: () => 1000,
    monotonicMs: () => history.forwardMs,
  });
  /** An import becomes visible; then judged once a second until its attempts are counted. */
  const secondsUntilCounted = async (): Promise<number> => {
    history.add(series(), START_MS - HOUR_MS, [{ outcome: 'timeout', count: 1 }], 7);
    history.raiseVersion();
    const before = await validOf(totals, true);
    for (let second = 0; second < 3600; second++) {
      if ((await validOf(totals)) > before) return second;
      history.forwardMs += SECOND_MS;
    }
    throw new Error('the import must be counted within an hour');
  };
  let last = 0;
  const validOf = async (live: LiveTotals, isLast = false): Promise<number> => {
    if (isLast) return last;
    await live.settleTo(START_MS, () => undefined);
    const { totals: judged } = await live.upTo(START_MS + MINUTE_MS);
    return (last = judged.over(budgetWindow(SLO)).ratio(0).valid);
  };
  return { history, secondsUntilCounted, judge: () => validOf(totals) };
}

describe('LiveTotals', () => {
  it('counts what an operator or an import changed at once, though the history takes long to read', async () => {
    const { history, judge, secondsUntilCounted } = rig();
    await judge();
    expect(history.scratchReads).toBe(1);
    expect(await secondsUntilCounted()).toBe(0);
    history.forwardMs += 5 * MINUTE_MS;
    expect(await secondsUntilCounted()).toBe(0);
  });

  it('does not owe its first reading, however long it took', async () => {
    const { history, judge, secondsUntilCounted } = rig();
    history.takesMs = 5 * MINUTE_MS;
    await judge();
    history.takesMs = SECOND_MS;
    expect(await secondsUntilCounted()).toBe(0);
  });

  it('reads history that changes all the time a tenth of the time', async () => {
    const { history, judge } = rig();
    await judge();
    for (let second = 0; second < 3600; second++) {
      history.raiseVersion();
      await judge();
      history.forwardMs += SECOND_MS;
    }
    const readingMs = (history.scratchReads - 1) * history.takesMs;
    expect(readingMs / history.forwardMs).toBeGreaterThan(0.08);
    expect(readingMs / history.forwardMs).toBeLessThan(0.13);
  });

  it('lets hours of which no minutes are kept leave as a whole, as when all is read from scratch', async () => {
    const history = new MemoryHistory();
    const day = slo({ periodMs: 24 * HOUR_MS, periodText: '1d' });
    for (let hour = 1; hour <= 30; hour++)
      history.add(series(), START_MS - hour * HOUR_MS + 10 * MINUTE_MS, [{ outcome: 'timeout', count: 1 }]);
    history.rollUp(START_MS + 3 * HOUR_MS, 0);
    history.dropMinutesBefore(START_MS);
    const live = new LiveTotals({ history, slos: [day], roundMsOf: () => 1000 });
    for (let minute = 0; minute <= 150; minute++) {
      const endMs = START_MS + minute * MINUTE_MS;
      await live.settleTo(endMs, () => undefined);
      const { totals } = await live.upTo(endMs);
      const index = new SloIndex([day], await history.series());
      const scratch = await readTotals(history, index, endMs);
      const valid = (one: SlidingTotals) => one.over(budgetWindow(day)).ratio(0).valid;
      expect([minute, valid(totals)]).toEqual([minute, valid(scratch)]);
    }
  });
});
