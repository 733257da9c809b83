import { seriesOf } from '../config/check-selectors.js';
import type { Config } from '../config/config.js';
import type { MeasurePlan } from '../domain/probe-definition.js';
import type { Series } from '../domain/series.js';

/** What of the configuration the prober needs. */
export function measurePlan({ vantage, probes, canary }: Config): MeasurePlan {
  return { vantage, probes, canaries: canary };
}

/** The series that will be measured. */
export function plannedSeries({ vantage, probes }: Config): readonly Series[] {
  return probes.flatMap((probe) => seriesOf(vantage, probe));
}
