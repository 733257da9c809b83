import { sloMetricPrefix } from '../../../domain/mackerel-names.js';
import type { SituationSubject } from '../../../domain/situation.js';
import type { SloDefinition } from '../../../domain/slo-definition.js';
import { markOf } from '../monitors/owner-mark.js';

const ALERT_KEY = /^(.*)\/alert\/([^/]*)$/;
const BUDGET_KEY = /^(.*)\/budget$/;
const SERIES_METRIC = /^(?:rtt|availability)\.([^.]+)\.([^.]+)\.([^.]+)(?:\.|$)/;

/**
 * What the alerts of a monitor are about: of ours it stands in their memo, of others that watch one of our
 * metrics in its name; else nothing in particular is known.
 *
 * @param monitor all that Mackerel tells of it; `null`: there is none
 * @param service where our metrics are
 */
export function subjectOf(
  monitor: Readonly<Record<string, unknown>> | null,
  slos: readonly SloDefinition[],
  service: string,
): SituationSubject {
  const mark = markOf(monitor?.['memo']);
  if (mark?.service === service) return markedSubject(mark.key, slos) ?? { kind: 'all' };
  const metric = monitor?.['metric'];
  const isOurs = monitor?.['type'] === 'service' && monitor['service'] === service;
  return (isOurs && typeof metric === 'string' ? metricSubject(metric, slos) : null) ?? { kind: 'all' };
}

function markedSubject(key: string, slos: readonly SloDefinition[]): SituationSubject | null {
  const [, alertOf, alert] = ALERT_KEY.exec(key) ?? [];
  const slo = slos.find((one) => one.key === (alertOf ?? BUDGET_KEY.exec(key)?.[1]));
  return slo === undefined ? null : { kind: 'slo', key: slo.key, alert: alert ?? null };
}

function metricSubject(metric: string, slos: readonly SloDefinition[]): SituationSubject | null {
  const [, probe, resolver, query] = SERIES_METRIC.exec(metric) ?? [];
  if (probe !== undefined && resolver !== undefined && query !== undefined)
    return { kind: 'series', probe, resolver, query };
  const prefixOf = ({ name, objectiveName }: SloDefinition): string => `${sloMetricPrefix(name, objectiveName)}.`;
  // Of `slo.a.` and `slo.a.99-9.` the longer one is meant.
  const [slo] = slos
    .filter((one) => metric.startsWith(prefixOf(one)))
    .sort((a, b) => prefixOf(b).length - prefixOf(a).length);
  return slo === undefined ? null : { kind: 'slo', key: slo.key, alert: null };
}
