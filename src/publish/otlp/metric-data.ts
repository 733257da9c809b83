import { type Attributes, type HrTime, ValueType } from '@opentelemetry/api';
import {
  AggregationTemporality,
  type DataPoint,
  DataPointType,
  type ExponentialHistogram,
  type Histogram,
  type MetricData,
} from '@opentelemetry/sdk-metrics';

import { SECOND_MS } from '../../domain/clock.js';
import { OUTCOMES } from '../../domain/outcome.js';
import type { SloStatus } from '../../domain/slo-status.js';
import { type CountedSeries, RTT_BOUNDS_US } from '../prometheus/attempt-counts.js';
import { EXPONENTIAL_SCALE } from '../prometheus/exponential-counts.js';
import type { OtlpHistogram } from './otlp-schema.js';

/** What is told at one instant. */
export interface OtlpFigures {
  readonly series: readonly CountedSeries[];
  readonly slos: readonly SloStatus[];
  readonly vantage: string;
  readonly nowMs: number;
}

/**
 * Everything as OpenTelemetry's data points, counts cumulative since each series was first counted. RTTs are those
 * of replies, answered and other ones, in seconds. What has no data has no point, and a metric without points is absent.
 */
export function metricData(figures: OtlpFigures, histogram: OtlpHistogram): MetricData[] {
  const all: MetricData[] = [
    attempts(figures),
    ...(histogram === 'exponential' ? [] : [explicitRtts(figures)]),
    ...(histogram === 'explicit' ? [] : [exponentialRtts(figures)]),
    ...GAUGES.map((gauge) => gaugeData(gauge, figures)),
  ];
  return all.filter(({ dataPoints }) => dataPoints.length > 0);
}

const RTT = { unit: 's', valueType: ValueType.DOUBLE } as const;

function attempts({ series, nowMs }: OtlpFigures): MetricData {
  return {
    descriptor: {
      name: 'resolver_slo.attempts',
      description: 'Attempts by outcome.',
      unit: '{attempt}',
      valueType: ValueType.INT,
    },
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
    dataPointType: DataPointType.SUM,
    isMonotonic: true,
    dataPoints: series.flatMap(({ labels, outcomes, sinceMs }) =>
      OUTCOMES.map((outcome, code) => point(outcomes[code] ?? 0, { ...labels, outcome }, sinceMs, nowMs)),
    ),
  };
}

function explicitRtts({ series, nowMs }: OtlpFigures): MetricData {
  const boundaries = RTT_BOUNDS_US.map((us) => us / 1e6);
  const dataPoints = series.flatMap(({ labels, rttUs, rttSeconds, sinceMs }): DataPoint<Histogram>[] => {
    const { min, max, sum } = rttSeconds;
    if (min === null || max === null) return [];
    const buckets = { boundaries: [...boundaries], counts: [...rttUs.counts()] };
    return [point({ buckets, count: rttUs.count, sum, min, max }, labels, sinceMs, nowMs)];
  });
  return {
    descriptor: { ...RTT, name: 'resolver_slo.rtt', description: 'Round-trip times of replies.' },
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
    dataPointType: DataPointType.HISTOGRAM,
    dataPoints,
  };
}

function exponentialRtts({ series, nowMs }: OtlpFigures): MetricData {
  const dataPoints = series.flatMap(({ labels, rttSeconds, sinceMs }): DataPoint<ExponentialHistogram>[] => {
    const { count, sum, min, max } = rttSeconds;
    if (min === null || max === null) return [];
    const { offset, counts } = rttSeconds.buckets();
    const value = {
      ...{ count, sum, min, max, scale: EXPONENTIAL_SCALE, zeroCount: 0 },
      positive: { offset, bucketCounts: [...counts] },
      negative: { offset: 0, bucketCounts: [] },
    };
    return [point(value, labels, sinceMs, nowMs)];
  });
  return {
    descriptor: { ...RTT, name: 'resolver_slo.rtt_exponential', description: 'Round-trip times of replies.' },
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
    dataPointType: DataPointType.EXPONENTIAL_HISTOGRAM,
    dataPoints,
  };
}

interface Gauge {
  readonly name: string;
  readonly description: string;
  readonly valuesOf: (slo: SloStatus) => readonly (readonly [Attributes, number | null])[];
}

const GAUGES: readonly Gauge[] = [
  {
    name: 'resolver_slo.sli',
    description: 'Share of good events over the window of the SLO.',
    valuesOf: ({ sli }) => [[{}, sli]],
  },
  {
    name: 'resolver_slo.coverage',
    description: 'Share of the window of the SLO that is known.',
    valuesOf: ({ sli, coverage }) => [[{}, sli === null ? null : coverage]],
  },
  {
    name: 'resolver_slo.error_budget_remaining',
    description: 'Share of the error budget that is left; negative when overspent.',
    valuesOf: ({ errorBudget }) => [[{}, errorBudget.remaining]],
  },
  {
    name: 'resolver_slo.burn_rate',
    description: 'How many times faster than sustainable the error budget is spent.',
    valuesOf: ({ burnRates }) => Object.entries(burnRates).map(([window, rate]) => [{ window }, rate]),
  },
  {
    name: 'resolver_slo.alert_firing',
    description: 'Whether an alert of the SLO fires (1) or not (0).',
    valuesOf: ({ alerts }) =>
      alerts.map(({ name, severity, state }) => [{ alert: name, severity }, state === 'firing' ? 1 : 0]),
  },
];

function gaugeData({ name, description, valuesOf }: Gauge, { slos, vantage, nowMs }: OtlpFigures): MetricData {
  const dataPoints = slos.flatMap((slo) => {
    const objective = slo.objectiveName === undefined ? {} : { objective: slo.objectiveName };
    const of = { slo: slo.name, ...objective, vantage };
    return valuesOf(slo).flatMap(([attributes, value]) =>
      value === null ? [] : [point(value, { ...of, ...attributes }, nowMs, nowMs)],
    );
  });
  return {
    descriptor: { name, description, unit: '1', valueType: ValueType.DOUBLE },
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
    dataPointType: DataPointType.GAUGE,
    dataPoints,
  };
}

function point<T>(value: T, attributes: Attributes, sinceMs: number, nowMs: number): DataPoint<T> {
  // A clock that was set back must not end a count before it began.
  return { value, attributes, startTime: hrTime(Math.min(sinceMs, nowMs)), endTime: hrTime(nowMs) };
}

function hrTime(timeMs: number): HrTime {
  const seconds = Math.floor(timeMs / SECOND_MS);
  return [seconds, Math.round((timeMs - seconds * SECOND_MS) * 1e6)];
}
