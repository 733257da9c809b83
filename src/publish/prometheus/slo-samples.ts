import type { SloStatus } from '../../domain/slo-status.js';
import type { Sample } from './computed-metrics.js';

/** What is exported of each SLO. A figure without data is absent: Prometheus knows no null, and 0 would be a lie. */
export const SLO_METRICS: readonly SloMetric[] = [
  {
    name: 'resolver_slo_sli',
    help: 'Share of good events over the window of the SLO, 0 to 1.',
    samplesOf: (slo) => present({ slo: slo.name }, slo.sli),
  },
  {
    name: 'resolver_slo_error_budget_remaining',
    help: 'Share of the error budget that is left; negative when overspent.',
    samplesOf: (slo) => present({ slo: slo.name }, slo.errorBudget.remaining),
  },
  {
    name: 'resolver_slo_burn_rate',
    help: 'How many times faster than sustainable the error budget is spent, by window.',
    samplesOf: (slo) =>
      Object.entries(slo.burnRates).flatMap(([window, rate]) => present({ slo: slo.name, window }, rate)),
  },
  {
    name: 'resolver_slo_alert_firing',
    help: 'Whether an alert of the SLO is firing (1) or not (0).',
    samplesOf: (slo) =>
      slo.alerts.map((alert) => ({
        labels: { slo: slo.name, alert: alert.name, severity: alert.severity },
        value: alert.state === 'firing' ? 1 : 0,
      })),
  },
];

interface SloMetric {
  readonly name: string;
  readonly help: string;
  readonly samplesOf: (slo: SloStatus) => readonly Sample[];
}

function present(labels: Sample['labels'], value: number | null): readonly Sample[] {
  return value === null ? [] : [{ labels, value }];
}
