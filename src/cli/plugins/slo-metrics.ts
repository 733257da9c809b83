import { MINUTE_MS } from '../../domain/clock.js';
import { metricNamePart } from '../../domain/mackerel-names.js';
import type { SloStatus } from '../../domain/slo-status.js';
import type { AgentGraph, AgentMetric } from './agent-metrics.js';

/** Figures that are older than this say nothing of now. */
const STALE_MS = 5 * MINUTE_MS;
const WINDOWS = ['5m', '30m', '1h', '2h', '6h', '1d', '3d'];

/** SLIs and error budgets in percent, burn rates, and whether anything fires; what has no data has no value. */
export function sloMetrics(slos: readonly SloStatus[], prefix: string): readonly AgentMetric[] {
  return slos.flatMap((slo) => {
    const of = slo.objectiveName === undefined ? slo.name : `${slo.name}_${slo.objectiveName}`;
    const name = metricNamePart(of);
    const values: readonly (readonly [string, number | null])[] = [
      [`sli.${name}`, percent(slo.sli)],
      [`error_budget.${name}`, percent(slo.errorBudget.remaining)],
      ...Object.entries(slo.burnRates).map(([window, rate]) => [`burn_rate.${name}.${window}`, rate] as const),
      [`firing.${name}`, slo.error === undefined ? slo.alerts.filter(({ state }) => state === 'firing').length : null],
    ];
    return values.flatMap(([metric, value]) => (value === null ? [] : [{ name: `${prefix}.${metric}`, value }]));
  });
}

export function sloGraphs(prefix: string): Readonly<Record<string, AgentGraph>> {
  const one = (label: string, unit: AgentGraph['unit']): AgentGraph => ({
    label,
    unit,
    metrics: [{ name: '*', label: '%1' }],
  });
  return {
    [`${prefix}.sli`]: one('SLI', 'percentage'),
    [`${prefix}.error_budget`]: one('Error budget left', 'percentage'),
    [`${prefix}.firing`]: one('Alerts that fire', 'integer'),
    [`${prefix}.burn_rate.#`]: {
      label: 'Burn rate',
      unit: 'float',
      metrics: WINDOWS.map((window) => ({ name: window, label: `%1 ${window}` })),
    },
  };
}

/** Whether these figures are not of now: the daemon serves what it judged last. */
export function areStale(slos: readonly SloStatus[], nowMs: number): boolean {
  return slos.some(({ window }) => Date.parse(window.to) < nowMs - STALE_MS);
}

function percent(ratio: number | null): number | null {
  return ratio === null ? null : Number((ratio * 100).toPrecision(12));
}
