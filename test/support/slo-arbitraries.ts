import fc from 'fast-check';

import { DAY_MS, HOUR_MS } from '../../src/domain/clock.js';
import { OUTCOMES } from '../../src/domain/outcome.js';
import type { Series } from '../../src/domain/series.js';
import type { SloDefinition } from '../../src/domain/slo-definition.js';
import type { Attempts } from './memory-history.js';
import { eventSource, series, slo } from './slo-samples.js';

const VALID = eventSource('valid');

/** One SLO of every kind there is. */
export const MIXED_SLOS: readonly SloDefinition[] = [
  slo({ name: 'month' }),
  slo({ name: 'same-series', objective: 0.5 }),
  slo({ name: 'hours', periodMs: 3 * HOUR_MS, periodText: '3h' }),
  slo({
    name: 'fast',
    objective: 0.7,
    indicator: { good: eventSource('within', {}, 10_000), bad: null, total: VALID },
  }),
  slo({
    name: 'one-resolver',
    periodMs: 2 * DAY_MS,
    minFailures: 2,
    indicator: {
      good: eventSource('within', { resolver: ['ns1'] }, 50_000),
      bad: null,
      total: eventSource('valid', { resolver: ['ns1'] }),
    },
  }),
  slo({ name: 'correct', indicator: { good: eventSource('answered'), bad: null, total: eventSource('replied') } }),
  slo({ name: 'bad', indicator: { good: null, bad: eventSource('answered', { resolver: ['ns2'] }), total: VALID } }),
  slo({
    name: 'slow-probe',
    indicator: {
      good: eventSource('answered', { probe: ['slow'] }),
      bad: null,
      total: eventSource('valid', { probe: ['slow'] }),
    },
  }),
  slo({ name: 'none', indicator: { good: VALID, bad: null, total: eventSource('valid', { probe: ['absent'] }) } }),
];

/** Some attempts of one series. */
export interface Put {
  readonly series: Series;
  readonly attempts: Attempts;
}

// Names of RTTs around the thresholds of `MIXED_SLOS`; 9 999 and 10 001 µs lie in one bucket with 10 000.
const rttUs = fc.constantFrom(1, 900, 9_000, 10_000, 11_000, 49_000, 50_000, 60_000, 1_000_000);

const attempts: fc.Arbitrary<Attempts> = fc
  .record({
    outcome: fc.constantFrom('answered', 'answered', 'answered', ...OUTCOMES),
    count: fc.integer({ min: 1, max: 5 }),
    rttUs,
  })
  .map(({ outcome, count, rttUs }) => (outcome === 'answered' ? { outcome, count, rttUs } : { outcome, count }));

const someSeries = fc.constantFrom(
  series('ns1'),
  series('ns2'),
  series('ns3', 'other'),
  series('stub'),
  series('control'),
  series('control', 'other'),
  series('ns1', 'www', 'slow'),
);

export const putsArbitrary: fc.Arbitrary<readonly Put[]> = fc.array(fc.record({ series: someSeries, attempts }), {
  maxLength: 4,
});

/** Mostly the last hours, sometimes anywhere in the last month. */
export const agoMinutesArbitrary = fc.oneof(
  fc.integer({ min: 5, max: 120 }),
  fc.integer({ min: 5, max: 900 }),
  fc.integer({ min: 5, max: 30 * 24 * 60 }),
);
