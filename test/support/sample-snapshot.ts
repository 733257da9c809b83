import { DAY_MS, HOUR_MS, isoTime, MINUTE_MS } from '../../src/domain/clock.js';
import type { DayBar, LatencyPoint, LatencyRange } from '../../src/domain/latency.js';
import type { MeasuredProbe } from '../../src/domain/measured-probe.js';
import type { Series } from '../../src/domain/series.js';
import type { Indicator, Selector, SloDefinition } from '../../src/domain/slo-definition.js';
import type { AlertStatus, SloState, SloStatus } from '../../src/domain/slo-status.js';
import type { Snapshot, SloView } from '../../src/domain/snapshot.js';
import { slo as sloSample } from './slo-samples.js';

/** 2026-11-23T12:34:00Z. */
export const SAMPLE_NOW_MS = Date.UTC(2026, 10, 23, 12, 34);

export const SAMPLE_SERIES: Series = { vantage: 'tokyo', probe: 'public', resolver: 'ns1', query: 'www' };

/** What one SLO of a sample looks like; everything not said is that of an SLO doing fine. */
export interface SampleSlo {
  readonly name?: string;
  /** Of several objectives, which one, and its number from 1. */
  readonly objectiveName?: string;
  readonly number?: number;
  readonly displayName?: string;
  readonly description?: string;
  readonly service?: string;
  readonly serviceDisplayName?: string;
  readonly visibility?: 'public' | 'internal';
  readonly kind?: 'availability' | 'latency' | 'correctness';
  readonly state?: SloState;
  readonly objective?: number;
  readonly series?: readonly Series[];
}

/** A snapshot of these SLOs, evaluated at `evaluatedAtMs`. Figures are made up but agree with each other. */
export function sampleSnapshot(
  slos: readonly SampleSlo[],
  options: {
    readonly evaluatedAtMs?: number;
    readonly isDemo?: boolean;
    readonly probes?: readonly MeasuredProbe[];
  } = {},
): Snapshot {
  const evaluatedAtMs = options.evaluatedAtMs ?? SAMPLE_NOW_MS;
  return {
    evaluatedAtMs,
    probes: options.probes ?? [],
    isDemo: options.isDemo ?? false,
    historyFromMs: evaluatedAtMs - 90 * DAY_MS,
    slos: slos.map((slo, index) => sampleView(slo, index, evaluatedAtMs)),
  };
}

/** Snapshots of everything a page must be able to show, by name. */
export function sampleStates(): Readonly<Record<string, Snapshot>> {
  return {
    fine: sampleSnapshot([
      { displayName: 'Availability', description: 'Queries for names we serve from the cache.' },
      { displayName: 'Fast answers', kind: 'latency', objective: 0.99 },
      {
        displayName: 'Correct answers',
        kind: 'correctness',
        objective: 0.9999,
        service: 'authority',
        serviceDisplayName: 'Validation',
      },
    ]),
    burning: sampleSnapshot(
      [
        { displayName: 'Availability', state: 'at_risk' },
        { displayName: 'Fast answers', kind: 'latency', objective: 0.99 },
      ],
      {
        isDemo: true,
      },
    ),
    violated: sampleSnapshot([
      { displayName: 'Availability', state: 'violated' },
      { displayName: 'Fast answers', kind: 'latency', objective: 0.99, state: 'at_risk' },
    ]),
    'no-data': sampleSnapshot([{ displayName: 'Availability', state: 'no_data' }]),
    empty: sampleSnapshot([]),
    fifty: sampleSnapshot(Array.from({ length: 50 }, (_, index) => fiftieth(index))),
    hostile: sampleSnapshot([
      { displayName: '<script>alert(1)</script><b title="x">&amp;', description: '"><img src=x onerror=alert(1)>' },
      { displayName: 'مستوى الخدمة ‮ RTL', serviceDisplayName: 'خدمة', service: 'rtl', state: 'violated' },
      { displayName: '🦊 Füchse und 日本語のリゾルバ', service: 'emoji', serviceDisplayName: '🎌' },
      {
        displayName: 'x'.repeat(200),
        service: 'long',
        serviceDisplayName: 'y'.repeat(200),
        description: 'z'.repeat(1_050),
      },
    ]),
  };
}

function fiftieth(index: number): SampleSlo {
  const service = `service-${String(Math.floor(index / 10) + 1)}`;
  return {
    displayName: `Objective ${String(index + 1)}`,
    service,
    serviceDisplayName: `Service ${String(Math.floor(index / 10) + 1)}`,
    state: index === 17 ? 'violated' : index === 31 ? 'at_risk' : index === 44 ? 'no_data' : 'met',
    kind: index % 2 === 0 ? 'availability' : 'latency',
  };
}

export function sampleView(slo: SampleSlo, index: number, evaluatedAtMs: number): SloView {
  const definition = sampleDefinition(slo, index);
  const state = slo.state ?? 'met';
  return {
    definition,
    status: sampleStatus(definition, state, evaluatedAtMs),
    days: sampleDays(definition.objective, state, evaluatedAtMs, index),
    latencySummary: sampleLatencySummary(sampleLatency(state, evaluatedAtMs, index)),
    series: slo.series ?? [SAMPLE_SERIES],
  };
}

export function sampleDefinition(slo: SampleSlo, index: number): SloDefinition {
  const name = slo.name ?? `slo-${String(index + 1)}`;
  const { number = 1 } = slo;
  return sloSample({
    name,
    key: number === 1 ? name : `${name}#${String(number)}`,
    objectiveName: slo.objectiveName ?? null,
    displayName: slo.displayName ?? name,
    description: slo.description ?? '',
    service: slo.service ?? 'public-resolver',
    serviceDisplayName: slo.serviceDisplayName ?? 'Public resolver',
    indicator: sampleIndicator(slo.kind ?? 'availability'),
    objective: slo.objective ?? 0.999,
    visibility: slo.visibility ?? 'public',
  });
}

function sampleIndicator(kind: 'availability' | 'latency' | 'correctness'): Indicator {
  const selector: Selector = { probe: null, resolver: null, query: null, vantage: null };
  const total = kind === 'correctness' ? 'replied' : 'valid';
  const good = kind === 'latency' ? 'within' : 'answered';
  return {
    good: { selector, events: good, thresholdUs: kind === 'latency' ? 50_000 : null },
    bad: null,
    total: { selector, events: total, thresholdUs: null },
  };
}

/** Share of the budget consumed, and how fast it burns, in each state. */
const CONSUMED = { met: 0.137, at_risk: 0.62, violated: 1.31, no_data: null } as const;
const BURN = { met: 0.12, at_risk: 16.3, violated: 4.2, no_data: null } as const;
const VALID = 2_419_200;

export function sampleStatus(definition: SloDefinition, state: SloState, evaluatedAtMs: number): SloStatus {
  const toMs = Math.ceil(evaluatedAtMs / MINUTE_MS) * MINUTE_MS;
  const { objective } = definition;
  const consumed = CONSUMED[state];
  const bad = consumed === null ? 0 : Math.round(VALID * (1 - objective) * consumed);
  const valid = consumed === null ? 0 : VALID;
  return {
    name: definition.name,
    ...(definition.objectiveName === null ? {} : { objectiveName: definition.objectiveName }),
    service: definition.service,
    displayName: definition.displayName,
    objective,
    budgetingMethod: definition.budgetingMethod,
    window: { from: isoTime(toMs - definition.periodMs), to: isoTime(toMs), duration: '28d', isRolling: true },
    good: valid - bad,
    valid,
    sli: valid === 0 ? null : (valid - bad) / valid,
    errorBudget: { total: 1 - objective, consumed, remaining: consumed === null ? null : 1 - consumed },
    coverage: valid === 0 ? 0 : 0.9987,
    dataSince: valid === 0 ? null : isoTime(toMs - definition.periodMs),
    excluded: { prober_error: valid === 0 ? 0 : 12, maintenance: 0, correction: 0 },
    burnRates: sampleBurnRates(BURN[state]),
    alerts: sampleAlerts(state, evaluatedAtMs),
    status: state,
    exhaustsAt: state === 'at_risk' ? isoTime(toMs + 17 * HOUR_MS) : null,
    forecast: { '1h': null, '6h': null, '3d': null },
  };
}

function sampleBurnRates(burn: number | null): Record<string, number | null> {
  const windows = ['5m', '30m', '1h', '2h', '6h', '1d', '3d'];
  return Object.fromEntries(windows.map((window, index) => [window, burn === null ? null : burn / (1 + index / 2)]));
}

function sampleAlerts(state: SloState, evaluatedAtMs: number): readonly AlertStatus[] {
  const since = isoTime(evaluatedAtMs - 25 * MINUTE_MS);
  const rule = (
    name: string,
    severity: 'page' | 'ticket',
    long: string,
    short: string,
    threshold: number,
    fires: boolean,
  ): AlertStatus => ({
    name,
    severity,
    state: fires ? 'firing' : 'ok',
    longWindow: long,
    shortWindow: short,
    threshold,
    since: fires ? since : null,
  });
  return [
    rule('fast-burn', 'page', '1h', '5m', 13.44, state === 'at_risk'),
    rule('slow-burn', 'page', '6h', '30m', 5.6, state === 'at_risk'),
    rule('fast-drain', 'ticket', '1d', '2h', 2.8, state === 'violated'),
    rule('slow-drain', 'ticket', '3d', '6h', 0.9333, false),
    {
      name: 'no-data',
      severity: 'ticket',
      state: state === 'no_data' ? 'firing' : 'ok',
      longWindow: null,
      shortWindow: null,
      threshold: null,
      since: state === 'no_data' ? since : null,
    },
  ];
}

const VALID_A_DAY = 86_400;

function sampleDays(objective: number, state: SloState, evaluatedAtMs: number, seed: number): readonly DayBar[] {
  return Array.from({ length: 90 }, (_, index) => {
    const age = 89 - index;
    const date = isoTime(evaluatedAtMs - age * DAY_MS).slice(0, 10);
    const failedTimesAllowed = burnOfDay(state, age, seed);
    if (failedTimesAllowed === null) return { date, good: 0, valid: 0, sli: null };
    const good = VALID_A_DAY - Math.min(VALID_A_DAY, Math.round(VALID_A_DAY * (1 - objective) * failedTimesAllowed));
    return { date, good, valid: VALID_A_DAY, sli: good / VALID_A_DAY };
  });
}

function burnOfDay(state: SloState, age: number, seed: number): number | null {
  if (state === 'no_data' || age > 76 || age === 40) return null;
  if (state === 'violated' && (age === 1 || age === 2)) return 24;
  if (state !== 'met' && age === 0) return 6.5;
  if ((age + seed) % 31 === 12) return 3.1;
  return (age * 7 + seed) % 5 === 0 ? 0.4 : 0;
}

const STEP_MS = 10 * MINUTE_MS;

/** A day in ten-minute steps: a daily wave, a gap, and in trouble an hour beyond the timeout. */
export function sampleLatency(state: SloState, evaluatedAtMs: number, seed: number): LatencyRange {
  const toMs = Math.ceil(evaluatedAtMs / STEP_MS) * STEP_MS;
  const fromMs = toMs - DAY_MS;
  const points = Array.from({ length: DAY_MS / STEP_MS }, (_, index) =>
    samplePoint(state, fromMs + index * STEP_MS, index, seed),
  );
  return { from: isoTime(fromMs), to: isoTime(toMs), step: '10m', points };
}

/** Of the whole range, and unlike its last point; the 99th percentile as a mixture would have it where some were lost. */
export function sampleLatencySummary({ from, points }: LatencyRange): LatencyPoint | null {
  const measured = points.filter(({ count }) => count > 0);
  if (measured.length === 0) return null;
  const count = measured.reduce((sum, point) => sum + point.count, 0);
  const isLossy = measured.some(({ p99Us }) => p99Us === null);
  const maxUs = Math.max(...measured.map((point) => point.maxUs ?? 0));
  return { time: from, count, p50Us: 432, p90Us: 3_150, p99Us: isLossy ? null : 27_400, maxUs };
}

function samplePoint(state: SloState, timeMs: number, index: number, seed: number): LatencyPoint {
  const isGap = state === 'no_data' || (index >= 40 && index < 46);
  if (isGap) return { time: isoTime(timeMs), count: 0, p50Us: null, p90Us: null, p99Us: null, maxUs: null };
  const wave = 1 + 0.4 * Math.sin((index + seed * 9) / 22) + 0.1 * Math.sin(index * 1.7 + seed);
  const isOutage = state !== 'met' && index >= 100 && index < 108;
  const isHard = state === 'violated' && isOutage && index > 102;
  return {
    time: isoTime(timeMs),
    count: 600,
    p50Us: isHard ? null : Math.round(420 * wave),
    p90Us: isOutage ? null : Math.round(2_900 * wave * (1 + 0.2 * Math.sin(index * 2.3))),
    p99Us: isOutage ? null : Math.round(21_000 * wave * (1 + 0.5 * Math.sin(index * 0.9) ** 4)),
    maxUs: Math.round(180_000 * wave),
  };
}
