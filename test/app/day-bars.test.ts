import { describe, expect, it } from 'vitest';

import { dayBars } from '../../src/app/day-bars.js';
import { tallyWindows } from '../../src/app/tally-windows.js';
import { DAY_MS, HOUR_MS } from '../../src/domain/clock.js';
import { MemoryHistory } from '../support/memory-history.js';
import { eventSource, series, slo } from '../support/slo-samples.js';

const NOW_MS = Date.parse('2026-10-20T16:30:00Z');

function history(): MemoryHistory {
  const filled = new MemoryHistory();
  filled.add(series('ns1'), Date.parse('2026-10-18T14:59:00Z'), [{ outcome: 'answered', count: 3, rttUs: 5 }]);
  filled.add(series('ns1'), Date.parse('2026-10-18T15:00:00Z'), [
    { outcome: 'answered', count: 9, rttUs: 5 },
    { outcome: 'timeout', count: 1 },
  ]);
  filled.add(series('ns2'), NOW_MS, [{ outcome: 'answered', count: 4, rttUs: 5 }]);
  filled.rollUp(NOW_MS, NOW_MS);
  return filled;
}

describe('dayBars()', () => {
  it('gives local days, oldest first, and no figure where there are no data', async () => {
    expect(await dayBars(history(), slo(), { timeZone: 'Asia/Tokyo', nowMs: NOW_MS, days: 4 })).toEqual([
      { date: '2026-10-18', good: 3, valid: 3, sli: 1 },
      { date: '2026-10-19', good: 9, valid: 10, sli: 0.9 },
      { date: '2026-10-20', good: 0, valid: 0, sli: null },
      { date: '2026-10-21', good: 4, valid: 4, sli: 1 },
    ]);
  });

  it('counts a day in UTC from its day cell', async () => {
    const filled = history();
    const [day] = await dayBars(filled, slo(), { timeZone: 'UTC', nowMs: NOW_MS - DAY_MS, days: 2 });
    expect(day).toEqual({ date: '2026-10-18', good: 12, valid: 13, sli: 12 / 13 });
    expect(filled.queries[0]).toMatchObject({ resolution: 'day' });
  });
});

describe('tallyWindows()', () => {
  it('gives a row per window and in it a tally per SLO', async () => {
    const ns2 = slo({
      name: 'ns2',
      indicator: { good: eventSource('answered'), bad: null, total: eventSource('valid', { resolver: ['ns2'] }) },
    });
    const windows = [
      { fromMs: NOW_MS - 3 * DAY_MS, toMs: NOW_MS },
      { fromMs: NOW_MS, toMs: NOW_MS + HOUR_MS },
    ];
    const rows = await tallyWindows(history(), [slo(), ns2], windows);
    expect(rows.map((row) => row.map(({ good, valid }) => [good, valid]))).toEqual([
      [
        [12, 13],
        [0, 0],
      ],
      [
        [4, 4],
        [4, 4],
      ],
    ]);
    expect(rows[0]?.[0]?.outcomes).toMatchObject({ answered: 12, timeout: 1, prober_error: 0 });
  });
});
