import type { Config } from '../config/config.js';
import type { MeasurePlan } from '../domain/probe-definition.js';

/** What of the configuration the prober needs. */
export function measurePlan({ vantage, probes, canary }: Config): MeasurePlan {
  return { vantage, probes, canaries: canary };
}
