import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { SloIndex } from '../../src/app/slo-index.js';
import { readMinuteColumns } from '../../src/app/what-if/minute-columns.js';
import { PastWindows } from '../../src/app/what-if/past-windows.js';
import { MINUTE_MS } from '../../src/domain/clock.js';
import { MemoryHistory } from '../support/memory-history.js';
import { NaiveJudge } from '../support/naive-judge.js';
import { MIXED_SLOS, putsArbitrary, recordsArbitrary } from '../support/slo-arbitraries.js';

const FROM_MS = Date.parse('2026-09-30T00:00:00Z');
const LENGTH = 2 * 24 * 60;
const TO_MS = FROM_MS + LENGTH * MINUTE_MS;

describe('PastWindows', () => {
  it('counts any window as one attempt after the other would, slices under way as far as they have come', async () => {
    const minute = fc.integer({ min: 0, max: LENGTH - 1 });
    const put = fc.record({ minute, puts: putsArbitrary });
    const window = fc.record({
      end: fc.integer({ min: 400, max: LENGTH }),
      length: fc.constantFrom(5, 30, 60, 120, 360),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(put, { maxLength: 40 }),
        fc.array(window, { minLength: 1, maxLength: 8 }),
        recordsArbitrary(TO_MS),
        async (puts, windows, records) => {
          const history = new MemoryHistory();
          history.records = records;
          for (const one of puts)
            for (const { series, attempts } of one.puts)
              history.add(series, FROM_MS + one.minute * MINUTE_MS, [attempts]);
          const index = new SloIndex(MIXED_SLOS, await history.series(), records);
          const columns = await readMinuteColumns(history, index, { fromMs: FROM_MS, toMs: TO_MS });
          MIXED_SLOS.forEach((slo, i) => {
            const own = columns[i];
            if (own === undefined) throw new Error('minutes of each SLO are required');
            const past = new PastWindows(own, slo);
            const naive = new NaiveJudge(history, slo);
            for (const { end, length } of windows) {
              const toMs = FROM_MS + end * MINUTE_MS;
              const fromMs = Math.max(FROM_MS, toMs - length * MINUTE_MS);
              const { good, valid } = naive.units(fromMs, toMs);
              expect(past.units({ fromMs, toMs })).toEqual({ good: expect.closeTo(good, 9) as number, valid });
              expect(past.attempts({ fromMs, toMs })).toEqual(naive.count(fromMs, toMs));
            }
          });
        },
      ),
      { numRuns: 40 },
    );
  }, 60_000);
});
