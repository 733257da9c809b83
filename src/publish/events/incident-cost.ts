import { ceilTo, floorTo, MINUTE_MS } from '../../domain/clock.js';
import { openedAtMs, resolvedAtMs } from '../../domain/incident.js';
import type { PublicIncident } from '../../domain/public-records.js';
import type { SloView } from '../../domain/snapshot.js';
import type { TimeWindow } from '../../domain/window.js';
import type { Site } from '../site/site.js';
import type { SiteHistory } from '../site/site-history.js';

/** What the time of an incident cost one SLO, as its budget counts it. */
export interface IncidentCost {
  /** Key of the SLO's definition. */
  readonly slo: string;
  readonly good: number;
  readonly valid: number;
}

/** The whole minutes that an incident touches; up to now while it goes on. */
export function incidentWindow(incident: PublicIncident, nowMs: number): TimeWindow {
  const fromMs = floorTo(openedAtMs(incident), MINUTE_MS);
  return { fromMs, toMs: Math.max(fromMs + MINUTE_MS, ceilTo(resolvedAtMs(incident) ?? nowMs, MINUTE_MS)) };
}

/** Of each SLO that it affects; of one that affects none in particular nothing is reckoned. */
export async function readIncidentCosts(
  site: Site,
  incident: PublicIncident,
  history: SiteHistory,
): Promise<readonly IncidentCost[]> {
  const views = affectedViews(site, incident);
  if (views.length === 0) return [];
  const definitions = views.map(({ definition }) => definition);
  const [tallies = []] = await history.tallies(definitions, [incidentWindow(incident, site.nowMs)]);
  return definitions.map(({ key }, i) => ({ slo: key, good: tallies[i]?.good ?? 0, valid: tallies[i]?.valid ?? 0 }));
}

export function affectedViews({ snapshot }: Site, { slos }: PublicIncident): readonly SloView[] {
  return (snapshot?.slos ?? []).filter(({ definition }) => slos.includes(definition.name));
}

/** Share of the budget of the SLO's window, as large as it is now; `null` without data. */
export function shareOfBudget({ good, valid }: IncidentCost, { status }: SloView): number | null {
  const budget = status.errorBudget.total * status.valid;
  return valid === 0 || budget === 0 ? null : (valid - good) / budget;
}
