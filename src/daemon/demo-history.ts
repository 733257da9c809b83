import type { Config } from '../config/config.js';
import { demoHistory } from '../lab/demo-history.js';
import type { Scenario } from '../lab/scenario.js';

const SEED = 20_261_123;

/** The demo's made-up past as lines of the import format; none where the lab asks for none. */
export function demoHistoryLines(config: Config, scenario: Scenario, nowMs: number): Iterable<string> {
  if (config.lab === null || config.lab.historyMs === 0) return [];
  const { vantage, probes } = config;
  return demoHistory({ nowMs, historyMs: config.lab.historyMs, plan: { probes }, vantage, seed: SEED, scenario });
}
