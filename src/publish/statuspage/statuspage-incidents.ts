import { incidentState, lastRecordedAtMs, openedAtMs, resolvedAtMs } from '../../domain/incident.js';
import type { PublicIncident } from '../../domain/public-records.js';
import { markdownPlain } from '../markdown/markdown-plain.js';
import { addressesOf } from '../site/addresses.js';
import type { Site } from '../site/site.js';
import { incidentIdName, stableCode } from '../site/stable-id.js';
import type { PageContext } from '../status-page/page-context.js';
import { affectedComponents, components } from './components.js';
import { pageId, timeText } from './statuspage-page.js';
import type { StatuspageComponent, StatuspageIncident, StatuspageUpdate } from './statuspage-schemas.js';

/** As many as Statuspage gives. */
export const MAX_LISTED = 50;

/** The newest of those that are asked for. */
export function statuspageIncidents(
  site: Site,
  page: PageContext,
  isListed: (incident: PublicIncident) => boolean,
): readonly StatuspageIncident[] {
  const all = components(site, page);
  return site.records.incidents
    .filter(isListed)
    .toSorted((a, b) => openedAtMs(b) - openedAtMs(a))
    .slice(0, MAX_LISTED)
    .map((incident) => incidentOf(incident, all, page));
}

function incidentOf(
  incident: PublicIncident,
  all: readonly StatuspageComponent[],
  page: PageContext,
): StatuspageIncident {
  const id = stableCode(page.siteKey, incidentIdName(incident.id));
  const recorded = incident.updates.map(({ recordedAtMs }) => recordedAtMs);
  const monitored = incident.updates.find(({ state }) => state === 'monitoring');
  return {
    id,
    name: incident.title,
    status: incidentState(incident),
    impact: incident.impact,
    created_at: timeText(Math.min(...recorded)),
    updated_at: timeText(lastRecordedAtMs(incident)),
    started_at: timeText(openedAtMs(incident)),
    monitoring_at: timeOrNull(monitored?.atMs ?? null),
    resolved_at: timeOrNull(resolvedAtMs(incident)),
    shortlink: addressesOf(page).page(`incidents/${String(incident.id)}`),
    page_id: pageId(page),
    incident_updates: incident.updates.toReversed().map((update) => updateOf(update, id, page)),
    components: incident.slos.length === 0 ? [] : [...affectedComponents(incident.slos, all)],
    postmortem_url: incident.postMortemUrl,
  };
}

export function timeOrNull(timeMs: number | null): string | null {
  return timeMs === null ? null : timeText(timeMs);
}

function updateOf(update: PublicIncident['updates'][number], incidentId: string, page: PageContext): StatuspageUpdate {
  return {
    id: stableCode(page.siteKey, `update/${String(update.id)}`),
    incident_id: incidentId,
    status: update.state,
    body: markdownPlain(update.message),
    created_at: timeText(update.recordedAtMs),
    updated_at: timeText(update.recordedAtMs),
    display_at: timeText(update.atMs),
    ...UNKNOWN_OF_UPDATES,
  };
}

/** What Statuspage tells of an update and is not kept here. */
export const UNKNOWN_OF_UPDATES = {
  affected_components: null,
  deliver_notifications: false,
  custom_tweet: null,
  tweet_id: null,
} as const;
