import fc from 'fast-check';

import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/clock.js';
import type { Correction, Maintenance, OperatorRecords } from '../../src/domain/operator-action.js';
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
  slo({ name: 'series', weighing: { kind: 'series' }, objective: 0.9 }),
  slo({ name: 'quorum', weighing: { kind: 'quorum', share: 0.51, fewestVantages: 2 }, objective: 0.6 }),
  slo({
    name: 'quorum-slices',
    ...timeslices(5, 0.6),
    weighing: { kind: 'quorum', share: 0.51, fewestVantages: 2 },
    periodMs: 2 * DAY_MS,
    maintenance: 'exclude',
    objective: 0.6,
  }),
  slo({
    name: 'enough',
    weighing: { kind: 'enough-of-many' },
    periodMs: 6 * HOUR_MS,
    periodText: '6h',
    objective: 0.8,
  }),
  slo({
    name: 'enough-of-month',
    weighing: { kind: 'enough-of-many' },
    maintenance: 'exclude',
    objective: 0.9,
    indicator: { good: eventSource('within', {}, 50_000), bad: null, total: eventSource('replied') },
  }),
  slo({ name: 'minutes', ...timeslices(1, 0.5), periodMs: 12 * HOUR_MS, periodText: '12h', objective: 0.8 }),
  slo({ name: 'slices', ...timeslices(7, 0.7), objective: 0.75, maintenance: 'exclude' }),
  slo({ name: 'hour-slices', ...timeslices(60, 0.9), objective: 0.7 }),
  slo({ name: 'day-slices', ...timeslices(1440, 0.9), objective: 0.7 }),
  slo({
    name: 'ratios',
    budgetingMethod: 'RatioTimeslices',
    slices: { widthMs: 5 * MINUTE_MS, target: null },
    weighing: { kind: 'series' },
    maintenance: 'exclude',
  }),
  slo({
    name: 'month-here',
    calendar: { unit: 'month', count: 1, timeZone: 'Asia/Kathmandu', anchor: null },
    periodMs: 30 * DAY_MS,
    periodText: '1M',
  }),
  slo({
    name: 'day-here',
    ...timeslices(7, 0.7),
    calendar: { unit: 'day', count: 1, timeZone: 'Europe/Berlin', anchor: '2026-01-01 15:30' },
    periodMs: DAY_MS,
    periodText: '1d',
  }),
  slo({ name: 'whole', key: 'whole#1', objectiveName: 'reached', compositeWeight: 3, objective: 0.9 }),
  slo({
    name: 'whole',
    key: 'whole#2',
    objectiveName: 'by the quarter',
    compositeWeight: 1,
    ...timeslices(15, 0.8),
    objective: 0.7,
  }),
  slo({ name: 'none', indicator: { good: VALID, bad: null, total: eventSource('valid', { probe: ['absent'] }) } }),
];

function timeslices(minutes: number, target: number): Pick<SloDefinition, 'budgetingMethod' | 'slices'> {
  return { budgetingMethod: 'Timeslices', slices: { widthMs: minutes * MINUTE_MS, target } };
}

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
  series('ns3'),
  series('ns4'),
  { ...series('ns1'), vantage: 'osaka' },
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

/** Maintenance and corrections around some instant. */
export function recordsArbitrary(aroundMs: number): fc.Arbitrary<OperatorRecords> {
  const interval = fc
    .record({ agoMinutes: agoMinutesArbitrary, seconds: fc.integer({ min: 0, max: 20_000 }) })
    .map(({ agoMinutes, seconds }) => {
      const fromMs = aroundMs - agoMinutes * MINUTE_MS;
      return { fromMs, toMs: fromMs + seconds * 1e3, recordedBy: 'somebody' };
    });
  const slo = fc.constantFrom(
    'month',
    'fast',
    'series',
    'quorum',
    'quorum-slices',
    'enough',
    'enough-of-month',
    'slices',
    'ratios',
    'month-here',
    'day-here',
  );
  return fc.record({
    maintenances: fc.array(
      interval.map((given): Maintenance => {
        const recordedAtMs = given.fromMs - 2 * DAY_MS;
        const none = { message: null, cancelledAtMs: null, cancelledBy: null };
        return { id: 1, title: 'work', slos: [], recordedAtMs, ...none, ...given };
      }),
      { maxLength: 2 },
    ),
    corrections: fc.array(
      fc
        .record({ interval, slo, kind: fc.constantFrom('exclude', 'exclude', 'restore') })
        .map(({ interval: given, slo, kind }): Correction => {
          const none = { revokedAtMs: null, revokedBy: null };
          return { id: 2, slo, kind, reason: 'because', recordedAtMs: aroundMs, ...none, ...given };
        }),
      { maxLength: 3 },
    ),
  });
}
