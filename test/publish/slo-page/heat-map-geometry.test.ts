import { describe, expect, it } from 'vitest';

import { HOUR_MS, isoTime } from '../../../src/domain/clock.js';
import { NO_OUTCOMES } from '../../../src/domain/outcome.js';
import type { SloHistory } from '../../../src/domain/slo-history.js';
import { heatMapGeometry } from '../../../src/publish/slo-page/heat-map-geometry.js';

const T0 = Date.UTC(2026, 9, 1);

/** Hours, each with its answers by band and its failures. */
function historyOf(bandsUs: readonly number[], hours: readonly { bands: readonly number[]; failed?: number }[]) {
  const times = { p50Us: null, p90Us: null, p99Us: null, maxUs: null };
  const points = hours.map(({ bands, failed = 0 }, i) => ({
    time: isoTime(T0 + i * HOUR_MS),
    ...{ good: 0, valid: 0, sli: null, outcomes: NO_OUTCOMES },
    excluded: { prober_error: 0, maintenance: 0, correction: 0 },
    latency: { ...times, count: bands.reduce((sum, count) => sum + count, 0) + failed },
    answeredByBand: bands,
  }));
  const [from, to] = [isoTime(T0), isoTime(T0 + hours.length * HOUR_MS)];
  const latency = { ...times, count: 1 };
  return { name: 'slo', objective: 0.9, from, to, step: '1h', bandsUs, latency, points } satisfies SloHistory;
}

describe('heatMapGeometry()', () => {
  it('draws the fastest band at the bottom, the fullest cell darkest, and neighbours of one shade as one', () => {
    const geometry = heatMapGeometry(
      historyOf([10, 100], [{ bands: [90, 1] }, { bands: [90, 1] }, { bands: [0, 100] }]),
    );
    expect(geometry?.mostShare).toBe(1);
    // 90 of 91 in two columns below, all of the third column above.
    expect(geometry?.shades.at(-1)).toBe('M0,120H666.7V240H0zM666.7,0H1000V120H666.7z');
    // One of 91: the faintest shade.
    expect(geometry?.shades[0]).toBe('M0,0H666.7V120H0z');
    expect(geometry?.shades.slice(1, -1).join('')).toBe('');
  });

  it('shows one failure in a thousand, and tells it from a third', () => {
    const { failed } = heatMapGeometry(
      historyOf(
        [10],
        [
          { bands: [9_999], failed: 1 },
          { bands: [2], failed: 1 },
        ],
      ),
    )!;
    expect(failed[0]).toBe('M0,0H500V240H0z');
    expect(failed.at(-1)).toBe('M500,0H1000V240H500z');
  });

  it('draws failures where nothing at all was answered', () => {
    const geometry = heatMapGeometry(historyOf([], [{ bands: [], failed: 5 }]));
    expect(geometry?.failed.at(-1)).toBe('M0,0H1000V240H0z');
    expect(geometry?.shades.join('')).toBe('');
    expect(geometry?.mostShare).toBe(0);
  });

  it('has gaps where nothing was measured, and is nothing without any data', () => {
    const geometry = heatMapGeometry(historyOf([10], [{ bands: [1] }, { bands: [0] }, { bands: [0] }]));
    expect(geometry?.gaps).toEqual([{ fromMs: T0 + HOUR_MS, toMs: T0 + 3 * HOUR_MS }]);
    expect(heatMapGeometry(historyOf([10], [{ bands: [0] }]))).toBeNull();
  });

  it('places a promised time within its band by its logarithm, and none outside of what is shown', () => {
    const geometry = heatMapGeometry(historyOf([10, 100, 1_000], [{ bands: [1, 1, 1] }]));
    expect(geometry?.yOf(100)).toBeCloseTo(1 / 3);
    expect(geometry?.yOf(Math.sqrt(10 * 100))).toBeCloseTo(1 / 2);
    expect([geometry?.yOf(5), geometry?.yOf(2_000)]).toEqual([null, null]);
  });

  it('labels powers of ten where there are some', () => {
    const bandsUs = [70, 100, 150, 200, 300, 500, 700, 1_000];
    const geometry = heatMapGeometry(historyOf(bandsUs, [{ bands: bandsUs.map(() => 1) }]));
    expect(geometry?.yTicks.map(({ label }) => label)).toEqual(['100 µs', '1 ms']);
    const few = heatMapGeometry(historyOf([150, 200, 300, 500], [{ bands: [1, 1, 1, 1] }]));
    expect(few?.yTicks.map(({ label }) => label)).toEqual(['200 µs', '500 µs']);
  });
});
