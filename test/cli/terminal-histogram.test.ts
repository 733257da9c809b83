import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { HistogramSeries } from '../../src/cli/histogram-rows.js';
import { terminalHistogram } from '../../src/cli/terminal-histogram.js';
import { RttHistogram } from '../../src/histogram/rtt-histogram.js';

function seriesOf(rttsUs: readonly number[], more: Partial<HistogramSeries> = {}): HistogramSeries {
  const distribution = new RttHistogram();
  for (const rttUs of rttsUs) distribution.record(rttUs);
  const [minUs, maxUs] = rttsUs.length === 0 ? [null, null] : [Math.min(...rttsUs), Math.max(...rttsUs)];
  return { title: 'ns', distribution, minUs, maxUs, marks: [], failures: [], ...more };
}

function drawAll(series: readonly HistogramSeries[], columns = 80): readonly string[] {
  return terminalHistogram({ series, columns, paint: (_, text) => text });
}

const draw = (rttsUs: readonly number[], more: Partial<HistogramSeries> = {}, columns = 80) =>
  drawAll([seriesOf(rttsUs, more)], columns);

/** What stands between the bar and the percent sign, row by row. */
const counts = (rows: readonly string[]) => rows.map((row) => Number(/(\d+) +[\d.]+ %/.exec(row)?.[1]));

describe('terminalHistogram()', () => {
  it('draws one row per step of a logarithmic scale, empty ones too', () => {
    expect(draw([100, 110, 110, 200, 420])).toEqual([
      '100 µs – 112 µs│██████████████████████████████████████████████████████ 3  60.0 %',
      '112 µs – 125 µs│                                                       0   0.0 %',
      '125 µs – 140 µs│                                                       0   0.0 %',
      '140 µs – 160 µs│                                                       0   0.0 %',
      '160 µs – 180 µs│                                                       0   0.0 %',
      '180 µs – 200 µs│                                                       0   0.0 %',
      '200 µs – 224 µs│██████████████████                                     1  20.0 %',
      '224 µs – 250 µs│                                                       0   0.0 %',
      '250 µs – 280 µs│                                                       0   0.0 %',
      '280 µs – 315 µs│                                                       0   0.0 %',
      '315 µs – 355 µs│                                                       0   0.0 %',
      '355 µs – 400 µs│                                                       0   0.0 %',
      '400 µs – 450 µs│██████████████████                                     1  20.0 %',
    ]);
  });

  it('puts marks beside the row that holds them and failures below, on the same scale', () => {
    const rows = draw([100, 100, 5_000], {
      marks: [
        { name: 'p50', us: 100 },
        { name: 'p99', us: 5_000 },
      ],
      failures: [{ name: 'timeout', count: 4 }],
    });
    expect(rows[0]).toMatch(/ p50$/);
    expect(rows.at(-2)).toMatch(/ p99$/);
    expect(rows.at(-1)).toMatch(/^ +timeout│█+ +4 +57\.1 %$/);
  });

  it('draws failures alone where nothing was answered', () => {
    expect(draw([], { failures: [{ name: 'timeout', count: 3 }] })).toEqual([
      expect.stringMatching(/^timeout│█+ 3 100\.0 %$/),
    ]);
  });

  it('shows a single attempt among very many', () => {
    const rows = draw([...Array.from({ length: 10_000 }, () => 100), 900]);
    expect(rows.at(-1)).toContain('│▏');
  });

  it('holds every attempt once, in few rows that fit the terminal', () => {
    const rtts = fc.array(fc.integer({ min: 1, max: 60_000_000 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(rtts, fc.integer({ min: 60, max: 200 }), (rttsUs, columns) => {
        const rows = draw(rttsUs, {}, columns);
        expect(counts(rows).reduce((sum, count) => sum + count, 0)).toBe(rttsUs.length);
        expect(rows.length).toBeLessThanOrEqual(16);
        expect(Math.max(...rows.map((row) => row.length))).toBeLessThanOrEqual(columns);
      }),
    );
  });

  it('draws several side by side on one axis and one scale where there is room', () => {
    const fast = seriesOf([100, 100, 100, 150], { title: 'ns1', marks: [{ name: 'p50', us: 100 }] });
    const slow = seriesOf([400, 400, 100, 100], { title: 'ns2', failures: [{ name: 'timeout', count: 4 }] });
    expect(drawAll([fast, slow], 60)).toEqual([
      '                ns1                   ns2',
      '100 µs – 112 µs│███████████████ 3 p50│█████           2',
      '112 µs – 125 µs│                0    │                0',
      '125 µs – 140 µs│                0    │                0',
      '140 µs – 160 µs│█████           1    │                0',
      '160 µs – 180 µs│                0    │                0',
      '180 µs – 200 µs│                0    │                0',
      '200 µs – 224 µs│                0    │                0',
      '224 µs – 250 µs│                0    │                0',
      '250 µs – 280 µs│                0    │                0',
      '280 µs – 315 µs│                0    │                0',
      '315 µs – 355 µs│                0    │                0',
      '355 µs – 400 µs│                0    │                0',
      '400 µs – 450 µs│                0    │█████           2',
      '        timeout│                0    │██████████      4',
    ]);
  });

  it('draws them one below the other where there is not, each without the rows that only others reach', () => {
    const lines = drawAll(
      [seriesOf([100]), seriesOf([400]), seriesOf([], { failures: [{ name: 'timeout', count: 1 }] })],
      40,
    );
    expect(lines.filter((line) => line !== '')).toEqual([
      '        ns',
      ' 100 µs│██████████████████████████████ 1',
      '        ns',
      ' 400 µs│██████████████████████████████ 1',
      '        ns',
      'timeout│██████████████████████████████ 1',
    ]);
  });

  it.each([40, 60, 80, 120])('fits %d columns with long titles, large counts and all marks', (columns) => {
    const many = seriesOf(
      Array.from({ length: 5_000 }, (_, index) => 90 + (index % 700)),
      {
        title: 'https://dns.example.org/dns-query',
        marks: [50, 90, 99].map((at) => ({ name: `p${String(at)}`, us: 300 })),
      },
    );
    for (const series of [[many], [many, many], [many, many, many]]) {
      const widths = drawAll(series, columns).map((line) => line.length);
      expect(Math.max(...widths)).toBeLessThanOrEqual(columns);
    }
  });
});
