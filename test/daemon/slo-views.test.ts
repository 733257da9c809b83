import { describe, expect, it } from 'vitest';

import { tallyWindows } from '../../src/app/tally-windows.js';
import { latencyRange } from '../../src/app/latency-range.js';
import { SloViews } from '../../src/daemon/slo-views.js';
import { MINUTE_MS } from '../../src/domain/clock.js';
import type { TimeWindow } from '../../src/domain/window.js';
import { MemoryHistory } from '../support/memory-history.js';
import { sampleSlo } from '../support/minute-report-samples.js';
import { series, slo } from '../support/slo-samples.js';

const MIDNIGHT = Date.UTC(2026, 9, 2);
const definition = slo({ name: 'availability' });
const status = sampleSlo({ name: 'availability', dataSince: null });

/** Views over a history in memory; `windows` are those that the thread was asked for. */
function fixture(slos = [definition]): { history: MemoryHistory; views: SloViews; windows: TimeWindow[] } {
  const history = new MemoryHistory();
  const windows: TimeWindow[] = [];
  const thread = {
    tallies: (...[slos, asked]: Parameters<typeof tallyWindows> extends [unknown, ...infer R] ? R : never) => {
      windows.push(...asked);
      return tallyWindows(history, slos, asked);
    },
    latency: (query: Parameters<typeof latencyRange>[1]) => latencyRange(history, query),
  };
  return { history, windows, views: new SloViews({ history, thread, slos, timeZone: 'UTC' }) };
}

async function today(views: SloViews, nowMs: number): Promise<{ date: string; good: number; valid: number }> {
  const all = await views.views([status], nowMs);
  const { date, good, valid } = all![0]!.days.at(-1)!;
  return { date, good, valid };
}

describe('SloViews', () => {
  it('has nothing to show before the first reading', async () => {
    expect(await fixture().views.views([status], MIDNIGHT)).toBeNull();
  });

  it('shows attempts of the running minutes without reading days again', async () => {
    const { history, views, windows } = fixture();
    history.add(series(), MIDNIGHT, [{ outcome: 'answered', count: 3 }]);
    await views.refreshDays(MIDNIGHT + 2 * MINUTE_MS, MIDNIGHT + MINUTE_MS);
    await views.refreshLatency(MIDNIGHT + 2 * MINUTE_MS);
    expect(windows).toHaveLength(90);
    expect(await today(views, MIDNIGHT + 2 * MINUTE_MS)).toEqual({ date: '2026-10-02', good: 3, valid: 3 });
    history.add(series(), MIDNIGHT + 2 * MINUTE_MS, [
      { outcome: 'answered', count: 1 },
      { outcome: 'timeout', count: 1 },
    ]);
    expect(await today(views, MIDNIGHT + 2 * MINUTE_MS + 1)).toEqual({ date: '2026-10-02', good: 4, valid: 5 });
    expect(windows).toHaveLength(90);
  });

  it('reads a day again until the slices that begin in it are over', async () => {
    const slices = { widthMs: 7 * MINUTE_MS, target: 0.5 };
    const { history, views } = fixture([slo({ name: 'availability', budgetingMethod: 'Timeslices', slices })]);
    const sliceMs = MIDNIGHT - (MIDNIGHT % (7 * MINUTE_MS));
    expect(sliceMs).toBeLessThan(MIDNIGHT);
    history.add(series(), sliceMs, [{ outcome: 'timeout', count: 1 }]);
    const yesterday = async (nowMs: number) => {
      await views.refreshDays(nowMs, nowMs);
      await views.refreshLatency(nowMs);
      return (await views.views([status], nowMs))![0]!.days.at(-2);
    };
    expect(await yesterday(MIDNIGHT)).toMatchObject({ good: 0, valid: 1 });
    history.add(series(), MIDNIGHT, [{ outcome: 'answered', count: 9 }]);
    expect(await yesterday(MIDNIGHT + 10 * MINUTE_MS)).toMatchObject({ good: 1, valid: 1 });
  });

  it('gives the percentiles of all attempts of the last day', async () => {
    const { history, views } = fixture();
    history.add(series(), MIDNIGHT, [{ outcome: 'answered', count: 90, rttUs: 1_000 }]);
    history.add(series(), MIDNIGHT + MINUTE_MS, [{ outcome: 'answered', count: 10, rttUs: 500 }]);
    await views.refreshDays(MIDNIGHT + 2 * MINUTE_MS, MIDNIGHT + 2 * MINUTE_MS);
    await views.refreshLatency(MIDNIGHT + 2 * MINUTE_MS);
    const [view] = (await views.views([status], MIDNIGHT + 2 * MINUTE_MS))!;
    expect(view!.latencySummary).toMatchObject({ count: 100, p50Us: 1_000 });
  });

  it('has no percentiles without attempts', async () => {
    const { history, views } = fixture();
    history.idOf(series());
    await views.refreshDays(MIDNIGHT, MIDNIGHT);
    await views.refreshLatency(MIDNIGHT);
    expect((await views.views([status], MIDNIGHT))![0]!.latencySummary).toBeNull();
  });

  it('reads days that are over only once', async () => {
    const { views, windows } = fixture();
    await views.refreshDays(MIDNIGHT + MINUTE_MS, MIDNIGHT + MINUTE_MS);
    windows.length = 0;
    await views.refreshDays(MIDNIGHT + 2 * MINUTE_MS, MIDNIGHT + 2 * MINUTE_MS);
    expect(windows).toEqual([expect.objectContaining({ fromMs: MIDNIGHT, toMs: MIDNIGHT + 2 * MINUTE_MS })]);
  });

  it('reads all days again after an import', async () => {
    const { history, views, windows } = fixture();
    await views.refreshDays(MIDNIGHT, MIDNIGHT);
    windows.length = 0;
    history.raiseVersion();
    await views.refreshDays(MIDNIGHT + MINUTE_MS, MIDNIGHT + MINUTE_MS);
    expect(windows).toHaveLength(90);
  });

  it('gives attempts after midnight to no day before the new day is read', async () => {
    const { history, views } = fixture();
    history.add(series(), MIDNIGHT - MINUTE_MS, [{ outcome: 'answered', count: 7 }]);
    await views.refreshDays(MIDNIGHT - 1, MIDNIGHT - MINUTE_MS);
    await views.refreshLatency(MIDNIGHT - 1);
    history.add(series(), MIDNIGHT, [{ outcome: 'answered', count: 5 }]);
    expect(await today(views, MIDNIGHT + 1)).toEqual({ date: '2026-10-01', good: 7, valid: 7 });
    await views.refreshDays(MIDNIGHT + 1, MIDNIGHT);
    expect(await today(views, MIDNIGHT + 1)).toEqual({ date: '2026-10-02', good: 5, valid: 5 });
    const days = (await views.views([status], MIDNIGHT + 1))![0]!.days;
    expect(days.at(-2)).toMatchObject({ date: '2026-10-01', valid: 7 });
    expect(days).toHaveLength(90);
  });
});
