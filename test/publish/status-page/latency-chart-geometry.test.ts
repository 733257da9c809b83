import { describe, expect, it } from 'vitest';

import type { LatencyPoint, LatencyRange } from '../../../src/domain/latency.js';
import { timeFormat } from '../../../src/publish/status-page/format-time.js';
import { latencyChartGeometry } from '../../../src/publish/status-page/latency-chart-geometry.js';

const UTC = timeFormat('en-GB', 'UTC');

type Values = readonly [p50: number | null, p90: number | null, p99: number | null] | 'no data';

function range(values: readonly Values[]): LatencyRange {
  const at = (hour: number): string => new Date(Date.UTC(2026, 9, 1, hour)).toISOString();
  const points = values.map((value, hour): LatencyPoint => {
    const [p50Us, p90Us, p99Us] = value === 'no data' ? [null, null, null] : value;
    return { time: at(hour), count: value === 'no data' ? 0 : 100, p50Us, p90Us, p99Us, maxUs: null };
  });
  return { from: at(0), to: at(values.length), step: '1h', points };
}

const FINE: Values = [1_000, 10_000, 100_000];

describe('latencyChartGeometry()', () => {
  it('is null without data', () => {
    expect(latencyChartGeometry(range(['no data', 'no data']), UTC)).toBeNull();
    expect(latencyChartGeometry(range([]), UTC)).toBeNull();
  });

  it('spreads decades evenly over the height', () => {
    const geometry = latencyChartGeometry(range([FINE, FINE]), UTC)!;
    expect(geometry.paths).toEqual({ p50: 'M250,240L750,240', p90: 'M250,120L750,120', p99: 'M250,0L750,0' });
    expect(geometry.yTicks).toEqual([
      { percent: 100, label: '1 ms' },
      { percent: 50, label: '10 ms' },
      { percent: 0, label: '100 ms' },
    ]);
  });

  it('interrupts lines where there is no data, and marks the gap', () => {
    const geometry = latencyChartGeometry(range([FINE, 'no data', 'no data', FINE]), UTC)!;
    expect(geometry.paths.p50).toBe('M125,240ZM875,240Z');
    expect(geometry.gaps).toEqual([{ x: 25, width: 50 }]);
    expect(geometry.beyond.p99).toEqual([]);
  });

  it('marks percentiles beyond the timeout apart from gaps', () => {
    const geometry = latencyChartGeometry(range([FINE, [1_000, 10_000, null], [1_000, null, null], FINE]), UTC)!;
    expect(geometry.beyond).toEqual({ p50: [], p90: [{ x: 50, width: 25 }], p99: [{ x: 25, width: 50 }] });
    expect(geometry.gaps).toEqual([]);
  });

  it('draws when nothing was answered at all', () => {
    const geometry = latencyChartGeometry(range([[null, null, null]]), UTC)!;
    expect(geometry.paths.p50).toBe('');
    expect(geometry.beyond.p50).toEqual([{ x: 0, width: 100 }]);
    expect(geometry.yTicks.length).toBeGreaterThan(1);
  });

  it('puts time labels on round times of the zone', () => {
    const day = range(Array.from({ length: 24 }, () => FINE));
    const labels = (zone: string) =>
      latencyChartGeometry(day, timeFormat('en-GB', zone))!.xTicks.map((tick) => tick.label);
    expect(labels('UTC')).toEqual(['00:00', '06:00', '12:00', '18:00', '00:00']);
    expect(labels('Asia/Kolkata')).toEqual(['06:00', '12:00', '18:00', '00:00']);
  });

  it('labels more than the decades where there is little more than one', () => {
    const geometry = latencyChartGeometry(range([[1_000, 2_000, 5_000]]), UTC)!;
    expect(geometry.yTicks.map((tick) => tick.label)).toEqual(['1 ms', '2 ms', '5 ms', '10 ms']);
  });
});
