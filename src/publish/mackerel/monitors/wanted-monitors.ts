import type { AlertRule, AlertSeverity } from '../../../domain/alert-state.js';
import { formatDuration } from '../../../domain/duration.js';
import { alertMetric, JUDGED_METRIC, sloMetricPrefix } from '../../../domain/mackerel-names.js';
import { printable } from '../../../domain/printable.js';
import type { SloDefinition } from '../../../domain/slo-definition.js';
import { alertsOf } from '../../../judge/alert/alerts-of.js';
import { LITTLE_LEFT } from '../../../judge/slo/slo-state.js';
import { tidy } from '../../../judge/slo/tidy.js';
import { markLine } from './owner-mark.js';
import type { ServiceMonitor } from './service-monitor.js';

/** Whoever is paged is reminded each hour, whoever has a ticket each day. */
const REMIND_MINUTES: Readonly<Record<AlertSeverity, number>> = { page: 60, ticket: 24 * 60 };
/** The least that Mackerel knows. */
const MISSING_MINUTES = 10;
const LONGEST_MEMO = 2_048;
const LONGEST_NAME = 200;

export interface MonitorContext {
  /** Mackerel's. */
  readonly service: string;
  /** Of the public page; `null`: no links. */
  readonly baseUrl: string | null;
  readonly runbook: string | null;
}

/** A monitor, and by what it is known from one time to the next. */
export interface WantedMonitor {
  readonly key: string;
  readonly monitor: ServiceMonitor;
}

/**
 * The monitors that tell in Mackerel what is judged here: one for each alert of each SLO, one for each error
 * budget, and one that tells when nothing is posted any more. An alert needs two windows and a least number of
 * failures, of which a monitor of a burn rate would know nothing: so monitors look at whether the alert fires.
 */
export function wantedMonitors(slos: readonly SloDefinition[], context: MonitorContext): readonly WantedMonitor[] {
  if (slos.length === 0) return [];
  return [silence(slos.length, context), ...slos.flatMap((slo) => monitorsOf(slo, context))];
}

function silence(count: number, context: MonitorContext): WantedMonitor {
  const lines = [
    `Warns while fewer than ${String(count)} SLOs (each objective counts) can be judged, and is critical when resolver-slo has posted nothing for ${String(MISSING_MINUTES)} minutes: then no other of its monitors tells anything.`,
  ];
  return wanted('silence', 'SLOs: nothing is posted', lines, context, {
    metric: JUDGED_METRIC,
    operator: '<',
    warning: count,
    critical: null,
    notificationInterval: REMIND_MINUTES.page,
    missingDurationCritical: MISSING_MINUTES,
  });
}

function monitorsOf(slo: SloDefinition, context: MonitorContext): readonly WantedMonitor[] {
  return [...alertsOf(slo, null).map((rule) => alertMonitor(slo, rule, context)), budgetMonitor(slo, context)];
}

function alertMonitor(slo: SloDefinition, rule: AlertRule, context: MonitorContext): WantedMonitor {
  const { name, severity } = rule;
  const isPage = severity === 'page';
  const lines = [`Fires as long as the alert ${name} (${severity}) of this SLO does: ${whenText(slo, rule)}.`];
  return wanted(`${slo.key}/alert/${name}`, `${titleOf(slo)}: ${name}`, [...lines, ...about(slo, context)], context, {
    metric: alertMetric(prefixOf(slo), name),
    operator: '>',
    warning: isPage ? null : 0,
    critical: isPage ? 0 : null,
    notificationInterval: REMIND_MINUTES[severity],
  });
}

function budgetMonitor(slo: SloDefinition, context: MonitorContext): WantedMonitor {
  const lines = [
    `Warns when less than ${String(100 * LITTLE_LEFT)} % of the error budget is left, and is critical when it is overspent.`,
  ];
  return wanted(`${slo.key}/budget`, `${titleOf(slo)}: error budget`, [...lines, ...about(slo, context)], context, {
    metric: `${prefixOf(slo)}.error_budget_remaining`,
    operator: '<',
    warning: LITTLE_LEFT,
    critical: 0,
    notificationInterval: REMIND_MINUTES.ticket,
  });
}

type Judged = Pick<ServiceMonitor, 'metric' | 'operator' | 'warning' | 'critical' | 'notificationInterval'> &
  Partial<Pick<ServiceMonitor, 'missingDurationCritical'>>;

function wanted(
  key: string,
  name: string,
  lines: readonly string[],
  { service, runbook }: MonitorContext,
  judged: Judged,
): WantedMonitor {
  const told = [...lines, ...(runbook === null ? [] : [`Runbook: ${runbook}`])].join('\n');
  const mark = markLine({ service, key });
  return {
    key,
    monitor: {
      type: 'service',
      name: cut(name, LONGEST_NAME),
      memo: `${cut(told, LONGEST_MEMO - mark.length - 2)}\n\n${mark}`,
      service,
      duration: 1,
      maxCheckAttempts: 1,
      missingDurationWarning: null,
      missingDurationCritical: null,
      ...judged,
    },
  };
}

function whenText(slo: SloDefinition, rule: AlertRule): string {
  if (rule.kind === 'no-data') return 'nothing could be measured for a while';
  const { longMs, shortMs, threshold, orEqual, afterMs } = rule;
  const rate = `${orEqual ? 'at least' : 'more than'} ${String(tidy(threshold))} times as fast as is sustainable`;
  const held = afterMs === 0 ? '' : `, for ${formatDuration(afterMs)}`;
  const least = slo.minFailures === 0 ? '' : `, and at least ${String(slo.minFailures)} attempts were not good`;
  return `over ${formatDuration(longMs)} and over ${formatDuration(shortMs)} its error budget is spent ${rate}${held}${least}`;
}

function about(slo: SloDefinition, { baseUrl }: MonitorContext): readonly string[] {
  const isLinked = baseUrl !== null && slo.visibility === 'public';
  const objective = `SLO ${slo.name}: objective ${String(tidy(100 * slo.objective))} % over ${slo.periodText}.`;
  return [objective, ...(isLinked ? [`${baseUrl.replace(/\/+$/, '')}/slo/${encodeURIComponent(slo.name)}`] : [])];
}

function prefixOf({ name, objectiveName }: SloDefinition): string {
  return sloMetricPrefix(name, objectiveName);
}

function titleOf({ displayName, objectiveName }: SloDefinition): string {
  return `SLO ${printable(objectiveName === null ? displayName : `${displayName}, ${objectiveName}`)}`;
}

const HALF_CHARACTER = /[\uD800-\uDBFF]$/;

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1).replace(HALF_CHARACTER, '')}…`;
}
