import { describe, expect, it } from 'vitest';

import { HOUR_MS, MINUTE_MS } from '../../../src/domain/clock.js';
import type { SloDefinition } from '../../../src/domain/slo-definition.js';
import { promiseWords, unitWords } from '../../../src/publish/status-page/promise-words.js';
import { english } from '../../../src/publish/text/english.js';
import { slo } from '../../support/slo-samples.js';

const MONTH: SloDefinition['calendar'] = { unit: 'month', count: 1, timeZone: 'Asia/Tokyo', anchor: null };

function promise(changes: Partial<SloDefinition>): string {
  return english.objective(promiseWords(slo(changes), english));
}

describe('promiseWords()', () => {
  it('says over which time', () => {
    expect(promise({})).toBe('At least 99.9% of queries are answered as expected, over any 28 days.');
    expect(promise({ calendar: MONTH })).toContain(', in each calendar month (Asia/Tokyo).');
    expect(promise({ calendar: { ...MONTH, count: 3 } })).toContain(', in each calendar quarter (Asia/Tokyo).');
    expect(promise({ calendar: { ...MONTH, unit: 'day', count: 7 } })).toContain(', in each calendar week (');
    const tiled = { ...MONTH, unit: 'minute', count: 360 } as const;
    expect(promise({ calendar: tiled, periodMs: 6 * HOUR_MS })).toContain(', in each window of 6 hours (Asia/Tokyo).');
  });

  it('says what slices there are, and when one is good', () => {
    const timeslices = { slices: { widthMs: 5 * MINUTE_MS, target: 0.95 }, objective: 0.99 };
    expect(promise(timeslices)).toBe(
      'In at least 99% of all slices of 5 minutes, at least 95% of queries are answered as expected, over any 28 days.',
    );
    expect(promise({ slices: { widthMs: HOUR_MS, target: null }, objective: 0.99 })).toBe(
      'At least 99% of queries are answered as expected, as the mean of slices of 1 hour, over any 28 days.',
    );
  });
});

describe('unitWords()', () => {
  it.each([
    [{}, '2 of 3 queries'],
    [{ slices: { widthMs: 5 * MINUTE_MS, target: 0.9 } }, '2 of 3 slices of 5 minutes'],
    [{ weighing: { kind: 'series' } }, '2 of 3 series by the minute'],
  ] as const)('says what is counted: %o', (changes, expected) => {
    expect(english.goodOfValid('2', '3', unitWords(slo(changes), english))).toBe(expected);
  });
});
