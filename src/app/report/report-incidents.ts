import { type Incident, openedAtMs, resolvedAtMs } from '../../domain/incident.js';
import type { ReportedSlo } from './month-report.js';

/**
 * Incidents that were open at some time of the reported months and concern a reported SLO, or none in
 * particular. SLOs that are not reported are named in none of them.
 */
export function incidentsOf(incidents: readonly Incident[], months: readonly ReportedSlo[]): readonly Incident[] {
  const reported = new Set(months.map(({ definition }) => definition.name));
  const fromMs = Math.min(...months.map(({ window }) => Date.parse(window.from)));
  const toMs = Math.max(...months.map(({ window }) => Date.parse(window.to)));
  return incidents
    .filter((one) => openedAtMs(one) < toMs && (resolvedAtMs(one) ?? Infinity) > fromMs)
    .filter(({ slos }) => slos.length === 0 || slos.some((name) => reported.has(name)))
    .map((one) => ({ ...one, slos: one.slos.filter((name) => reported.has(name)) }))
    .toSorted((a, b) => openedAtMs(a) - openedAtMs(b));
}
