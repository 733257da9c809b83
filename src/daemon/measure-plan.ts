import { seriesOf } from '../config/series-of.js';
import type { Config } from '../config/config.js';
import type { MeasurePlan, Transport } from '../domain/probe-definition.js';
import type { Series } from '../domain/series.js';
import type { PlannedSeries } from '../publish/prometheus/measured-series.js';

/** What of the configuration the prober needs. */
export function measurePlan({ vantage, probes, canary }: Config, markerKey: string): MeasurePlan {
  return { vantage, probes, canaries: canary, markerKey };
}

/** The series that will be measured, and how. */
export function plannedSeries(config: Config): readonly PlannedSeries[] {
  const series = config.probes.flatMap((probe) => seriesOf(config.vantage, probe));
  return series.map((one) => ({ ...one, transport: transportOf(config, one) }));
}

/** How the resolver of a series is asked; `null` where the configuration does not say. */
export function transportOf({ probes }: Config, series: Series): Transport | null {
  const probe = probes.find(({ name }) => name === series.probe);
  return probe?.resolvers.find(({ name }) => name === series.resolver)?.transport ?? null;
}
