import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { latencyRange } from '../../src/app/latency-range.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/clock.js';
import { MemoryHistory } from '../support/memory-history.js';
import { series } from '../support/slo-samples.js';

const START_MS = Date.parse('2026-10-20T12:00:00Z');
const NS1 = series('ns1');

/** One answer of 100 µs × (minute + 1) in each of ten minutes; the last minute has a timeout as well. */
function history(): MemoryHistory {
  const filled = new MemoryHistory();
  for (let minute = 0; minute < 10; minute++) {
    filled.add(NS1, START_MS + minute * MINUTE_MS, [{ outcome: 'answered', count: 1, rttUs: 100 * (minute + 1) }]);
  }
  filled.add(NS1, START_MS + 9 * MINUTE_MS, [
    { outcome: 'timeout', count: 1 },
    { outcome: 'prober_error', count: 7 },
  ]);
  return filled;
}

function range(filled: MemoryHistory, fromMs: number, toMs: number, stepMs: number | null) {
  return latencyRange(filled, { seriesIds: [filled.idOf(NS1)], fromMs, toMs, stepMs, phase: null });
}

describe('latencyRange()', () => {
  it('gives one point for the whole without a step, failures above every RTT', async () => {
    expect(await range(history(), START_MS + 30_000, START_MS + 9 * MINUTE_MS + 1, null)).toEqual({
      from: '2026-10-20T12:00:00Z',
      to: '2026-10-20T12:10:00Z',
      step: '10m',
      points: [{ time: '2026-10-20T12:00:00Z', count: 11, p50Us: 600, p90Us: 1000, p99Us: null, maxUs: 1000 }],
    });
  });

  it('gives a point per step, the last one cut at the end', async () => {
    const { points, step } = await range(history(), START_MS, START_MS + 10 * MINUTE_MS, 4 * MINUTE_MS);
    expect(step).toBe('4m');
    expect(points.map(({ time, count, maxUs }) => [time, count, maxUs])).toEqual([
      ['2026-10-20T12:00:00Z', 4, 400],
      ['2026-10-20T12:04:00Z', 4, 800],
      ['2026-10-20T12:08:00Z', 3, 1000],
    ]);
  });

  it('leaves answers out whose histogram is damaged, and tells the damage', async () => {
    const filled = history();
    filled.corrupt(NS1, START_MS + 8 * MINUTE_MS);
    const { points } = await range(filled, START_MS, START_MS + 10 * MINUTE_MS, null);
    expect(points).toMatchObject([{ count: 10, p50Us: 500, p90Us: 1000, maxUs: 1000 }]);
    expect(filled.faults).toHaveLength(1);
  });

  it('has nothing to say where there are no data', async () => {
    const { points } = await range(history(), START_MS - MINUTE_MS, START_MS, null);
    expect(points).toEqual([
      { time: '2026-10-20T11:59:00Z', count: 0, p50Us: null, p90Us: null, p99Us: null, maxUs: null },
    ]);
  });

  it('sums several series, and only those', async () => {
    const filled = history();
    const ns2 = series('ns2');
    filled.add(ns2, START_MS, [{ outcome: 'answered', count: 5, rttUs: 2000 }]);
    filled.add(series('ns3'), START_MS, [{ outcome: 'answered', count: 50, rttUs: 9000 }]);
    const seriesIds = [filled.idOf(NS1), filled.idOf(ns2)];
    const query = { seriesIds, fromMs: START_MS, toMs: START_MS + MINUTE_MS, stepMs: null, phase: null };
    expect((await latencyRange(filled, query)).points[0]).toMatchObject({ count: 6, maxUs: 2000 });
  });

  it("gives a phase's percentiles over the attempts that had it, failures too", async () => {
    const filled = history();
    for (const [index, connect] of [100, 200, 300, 400].entries()) {
      filled.add(NS1, START_MS + index * MINUTE_MS, [
        { outcome: 'answered', count: 1, rttUs: 900, phasesUs: { connect, tls: 2 * connect } },
        { outcome: 'timeout', count: 1, phasesUs: { connect } },
      ]);
    }
    const query = { seriesIds: [filled.idOf(NS1)], fromMs: START_MS, toMs: START_MS + 4 * MINUTE_MS, stepMs: null };
    const connect = await latencyRange(filled, { ...query, phase: 'connect' });
    expect(connect).toMatchObject({ phase: 'connect', from: '2026-10-20T12:00:00Z' });
    expect(connect.points).toMatchObject([{ count: 8, p50Us: 200, p90Us: 400, p99Us: 400, maxUs: 400 }]);
    expect((await latencyRange(filled, { ...query, phase: 'tls' })).points).toMatchObject([{ count: 4, maxUs: 800 }]);
    expect((await latencyRange(filled, { ...query, phase: 'query' })).points).toMatchObject([
      { count: 0, p50Us: null, maxUs: null },
    ]);
  });

  it('answers long ranges from hours, bounds and step rounded to them', async () => {
    const filled = history();
    filled.rollUp(START_MS + HOUR_MS, 0);
    const fromMs = START_MS - 3 * DAY_MS + 7 * MINUTE_MS;
    const { from, to, step, points } = await range(filled, fromMs, START_MS + 5 * MINUTE_MS, 90 * MINUTE_MS);
    expect([from, to, step]).toEqual(['2026-10-17T12:00:00Z', '2026-10-20T13:00:00Z', '2h']);
    expect(points.at(-1)).toMatchObject({ count: 11 });
    expect(new Set(filled.queries.map(({ resolution }) => resolution))).toEqual(new Set(['hour']));
  });

  it.each([
    [0, 0, null, 'LATENCY_RANGE_INVALID'],
    [MINUTE_MS, 0, null, 'LATENCY_RANGE_INVALID'],
    [NaN, 0, null, 'LATENCY_RANGE_INVALID'],
    [0, HOUR_MS, 0, 'LATENCY_RANGE_INVALID'],
    [0, HOUR_MS, -MINUTE_MS, 'LATENCY_RANGE_INVALID'],
    [0, HOUR_MS, 90_000, 'LATENCY_RANGE_INVALID'],
    [0, 1501 * MINUTE_MS, MINUTE_MS, 'LATENCY_TOO_MANY_POINTS'],
  ])('refuses from %d to %d by %s with %s', async (fromMs, toMs, stepMs, code) => {
    await expect(range(history(), fromMs, toMs, stepMs)).rejects.toMatchObject({ code });
  });

  it('gives 1500 points', async () => {
    expect((await range(history(), 0, 1500 * MINUTE_MS, MINUTE_MS)).points).toHaveLength(1500);
  });

  it('counts every attempt once, whatever the step', async () => {
    const filled = history();
    filled.rollUp(START_MS + HOUR_MS, 0);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 200 }), fc.nat(120), async (step, before) => {
        const fromMs = START_MS - before * MINUTE_MS;
        const { points } = await range(filled, fromMs, START_MS + HOUR_MS, step * MINUTE_MS);
        expect(points.reduce((sum, { count }) => sum + count, 0)).toBe(11);
      }),
      { numRuns: 30 },
    );
  });
});
