import { formatDuration } from '../../domain/duration.js';
import type { Problem } from '../../domain/problem.js';
import { alertsOf } from '../../judge/alert/alerts-of.js';
import { problemAt } from '../../openslo/document/source-document.js';
import type { PlacedSlo } from '../../openslo/placed-slo.js';
import type { Rule } from '../draft.js';

/** A window must hold a slice; says which windows of alerts hold no whole one. */
export const slicesFit: Rule = ({ slos }) =>
  slos.flatMap((slo) => {
    const { slices, periodMs, periodText } = slo.definition;
    if (slices === null) return [];
    if (slices.widthMs <= periodMs) return shortAlerts(slo, slices.widthMs);
    const message = `a slice of ${formatDuration(slices.widthMs)} is longer than the window of ${periodText}`;
    return [problemAt(slo.source, slo.pointers.slices, message)];
  });

function shortAlerts({ definition, source, pointers }: PlacedSlo, widthMs: number): readonly Problem[] {
  const short = alertsOf(definition, null).flatMap((alert) =>
    alert.kind === 'burn-rate' && alert.shortMs < widthMs ? [`${formatDuration(alert.shortMs)} of ${alert.name}`] : [],
  );
  if (short.length === 0) return [];
  const message = `slices of ${formatDuration(widthMs)} are longer than alert windows (${short.join(', ')}): those see the slice under way alone`;
  return [problemAt(source, pointers.slices, message, { severity: 'warning' })];
}
