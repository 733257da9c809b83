import { Counter, Gauge, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';

import type { BucketCounts } from './bucket-counts.js';

export type Labels = Readonly<Record<string, string | number>>;

export interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

export interface LabelledBuckets {
  readonly labels: Labels;
  readonly buckets: BucketCounts;
}

export interface ComputedMetricOptions<T> {
  readonly name: string;
  readonly help: string;
  readonly registry: Registry;
  /** Asked at every scrape. */
  readonly collect: () => readonly T[] | Promise<readonly T[]>;
}

/**
 * prom-client keeps a value per label set and hashes the labels at every increment; at tens of
 * thousands of attempts a second we count in arrays instead, and say so only when scraped.
 */
export function registerComputed(kind: 'counter' | 'gauge', options: ComputedMetricOptions<Sample>): void {
  const { name, help, registry, collect } = options;
  const metric =
    kind === 'counter' ? new Counter({ name, help, registers: [] }) : new Gauge({ name, help, registers: [] });
  const get = async (): Promise<object> => ({ name, help, type: kind, values: await collect() });
  Object.assign(metric, { get });
  registry.registerMetric(metric);
}

/** The same for histograms; bounds of the buckets are multiplied by `secondsPerUnit` when shown. */
export function registerComputedHistogram(
  options: ComputedMetricOptions<LabelledBuckets> & { readonly secondsPerUnit: number },
): void {
  const { name, help, registry, collect, secondsPerUnit } = options;
  const metric = new Histogram({ name, help, registers: [] });
  const get = async (): Promise<object> => {
    const series = await collect();
    const values = series.flatMap((one) => histogramSamples(name, one, secondsPerUnit));
    return { name, help, type: 'histogram', values };
  };
  // A histogram has a second accessor, which the registry prefers.
  Object.assign(metric, { get, getForPromString: get });
  registry.registerMetric(metric);
}

interface HistogramSample extends Sample {
  readonly metricName: string;
}

function histogramSamples(name: string, series: LabelledBuckets, secondsPerUnit: number): readonly HistogramSample[] {
  const { labels, buckets } = series;
  const cumulative = buckets.cumulative();
  const count = cumulative.at(-1) ?? 0;
  // 250 × 0.000001 must read 0.00025, not 0.00024999999999999995.
  const le = (bound: number): number => Number((bound * secondsPerUnit).toPrecision(12));
  return [
    ...buckets.bounds.map((bound, index) => ({
      metricName: `${name}_bucket`,
      labels: { ...labels, le: le(bound) },
      value: cumulative[index] ?? 0,
    })),
    { metricName: `${name}_bucket`, labels: { ...labels, le: '+Inf' }, value: count },
    { metricName: `${name}_sum`, labels, value: Number((buckets.sum * secondsPerUnit).toPrecision(15)) },
    { metricName: `${name}_count`, labels, value: count },
  ];
}
