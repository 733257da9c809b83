import { MINUTE_MS } from '../../domain/clock.js';
import { alertMetric, JUDGED_METRIC, metricNamePart, sloMetricPrefix } from '../../domain/mackerel-names.js';
import type { MinuteReport, SeriesMinute } from '../../domain/minute-report.js';
import type { SloStatus } from '../../domain/slo-status.js';

/** One value of a Mackerel service metric, as its API takes it. */
export interface MackerelPoint {
  /** `[A-Za-z0-9._-]+` */
  readonly name: string;
  /** Start of the minute, whole seconds since the Unix epoch. */
  readonly time: number;
  readonly value: number;
}

/**
 * The points of one final minute: SLIs, how much of their windows is known and what is left of error budgets as ratios, burn rates,
 * whether alerts fire (0 or 1), how many SLOs could be judged, RTTs in milliseconds, availability in percent. What has no data has no point.
 */
export function minutePoints(report: MinuteReport): readonly MackerelPoint[] {
  const time = Math.floor(report.minuteMs / MINUTE_MS) * 60;
  const values = [...judged(report), ...report.slos.flatMap(sloValues), ...report.series.flatMap(seriesValues)];
  return values.flatMap(([name, value]) => (value !== null && Number.isFinite(value) ? [{ name, time, value }] : []));
}

type NamedValue = readonly [name: string, value: number | null];

/** Composites as a whole, which are made of others, are not counted. */
function judged({ slos }: MinuteReport): readonly NamedValue[] {
  const isJudged = ({ error, composite }: SloStatus): boolean => error === undefined && composite === undefined;
  return slos.length === 0 ? [] : [[JUDGED_METRIC, slos.filter(isJudged).length]];
}

function sloValues(slo: SloStatus): readonly NamedValue[] {
  const prefix = sloMetricPrefix(slo.name, slo.objectiveName ?? null);
  return [
    [`${prefix}.sli`, slo.sli],
    // An SLI speaks of no more than is known: beside each stands how much that is.
    [`${prefix}.coverage`, slo.sli === null ? null : slo.coverage],
    [`${prefix}.error_budget_remaining`, slo.errorBudget.remaining],
    ...Object.entries(slo.burnRates).map(([window, rate]): NamedValue => [`${prefix}.burn_rate_${window}`, rate]),
    ...slo.alerts.map(({ name, state }): NamedValue => [alertMetric(prefix, name), state === 'firing' ? 1 : 0]),
  ];
}

function seriesValues({ series, valid, answered, ...rtt }: SeriesMinute): readonly NamedValue[] {
  const path = [series.probe, series.resolver, series.query].map(metricNamePart).join('.');
  return [
    [`rtt.${path}.p50`, milliseconds(rtt.p50Us)],
    [`rtt.${path}.p90`, milliseconds(rtt.p90Us)],
    [`rtt.${path}.p99`, milliseconds(rtt.p99Us)],
    [`rtt.${path}.max`, milliseconds(rtt.maxUs)],
    [`availability.${path}`, valid > 0 ? (100 * answered) / valid : null],
  ];
}

function milliseconds(us: number | null): number | null {
  return us === null ? null : us / 1_000;
}
