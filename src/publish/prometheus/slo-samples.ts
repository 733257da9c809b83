import type { SloStatus } from '../../domain/slo-status.js';
import type { Sample } from './computed-metrics.js';

/** What is exported of each SLO. A figure without data is absent: Prometheus knows no null, and 0 would be a lie. */
export const SLO_METRICS: readonly SloMetric[] = [
  {
    name: 'resolver_slo_sli',
    help: 'Share of good events over the window of the SLO, 0 to 1.',
    samplesOf: (slo) => present(labelsOf(slo), slo.sli),
  },
  {
    name: 'resolver_slo_coverage',
    help: 'Share of the window of the SLO that is known, 0 to 1: the SLI speaks of no more.',
    samplesOf: (slo) => present(labelsOf(slo), slo.sli === null ? null : slo.coverage),
  },
  {
    name: 'resolver_slo_error_budget_remaining',
    help: 'Share of the error budget that is left; negative when overspent.',
    samplesOf: (slo) => present(labelsOf(slo), slo.errorBudget.remaining),
  },
  {
    name: 'resolver_slo_burn_rate',
    help: 'How many times faster than sustainable the error budget is spent, by window.',
    samplesOf: (slo) =>
      Object.entries(slo.burnRates).flatMap(([window, rate]) => present({ ...labelsOf(slo), window }, rate)),
  },
  {
    name: 'resolver_slo_alert_firing',
    help: 'Whether an alert of the SLO is firing (1) or not (0).',
    samplesOf: (slo) =>
      slo.alerts.map((alert) => ({
        labels: { ...labelsOf(slo), alert: alert.name, severity: alert.severity },
        value: alert.state === 'firing' ? 1 : 0,
      })),
  },
];

interface SloMetric {
  readonly name: string;
  readonly help: string;
  readonly samplesOf: (slo: SloStatus) => readonly Sample[];
}

/** Several objectives of an SLO are told apart by a label that others do not have. */
function labelsOf({ name, objectiveName }: SloStatus): Sample['labels'] {
  return objectiveName === undefined ? { slo: name } : { slo: name, objective: objectiveName };
}

function present(labels: Sample['labels'], value: number | null): readonly Sample[] {
  return value === null ? [] : [{ labels, value }];
}
