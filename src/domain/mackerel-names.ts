/**
 * A user's name as one part of a Mackerel metric name: a dot would begin a new part, and what Mackerel does
 * not allow would be refused.
 */
export function metricNamePart(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9_-]/g, '-');
}

/** What the metric names of an SLO begin with; of several objectives each has one of its own. */
export function sloMetricPrefix(name: string, objectiveName: string | null): string {
  const prefix = `slo.${metricNamePart(name)}`;
  return objectiveName === null ? prefix : `${prefix}.${objectivePart(objectiveName)}`;
}

/** A resolver of a probe as the one part of a name that a graph definition may leave open. */
export function hostMetricPart(probe: string, resolver: string): string {
  return `${metricNamePart(probe)}_${metricNamePart(resolver)}`;
}

/** Whether an alert of an SLO fires: 1, or 0. Names of alerts are RFC 1123 labels, so no two become one. */
export function alertMetric(sloPrefix: string, alert: string): string {
  return `${sloPrefix}.alert_${metricNamePart(alert)}`;
}

/** How many SLOs could be judged, each objective for itself. */
export const JUDGED_METRIC = 'resolver-slo.judged';

/** Names of objectives are any text: `99.9%` is `99-9`, and hyphens at the ends stay only if there is nothing else. */
function objectivePart(name: string): string {
  const part = metricNamePart(name);
  const inner = part.replace(/^-+/, '').replace(/-+$/, '');
  return inner === '' ? part : inner;
}
