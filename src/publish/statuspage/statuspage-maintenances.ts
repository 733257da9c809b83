import { maintenanceEndMs, maintenanceState } from '../../domain/maintenance-state.js';
import type { PublicMaintenance } from '../../domain/public-records.js';
import { markdownPlain } from '../markdown/markdown-plain.js';
import { addressesOf } from '../site/addresses.js';
import type { Site } from '../site/site.js';
import { maintenanceIdName, stableCode } from '../site/stable-id.js';
import type { PageContext } from '../status-page/page-context.js';
import { affectedComponents, components } from './components.js';
import { MAX_LISTED, timeOrNull, UNKNOWN_OF_UPDATES } from './statuspage-incidents.js';
import { pageId, timeText } from './statuspage-page.js';
import type { StatuspageComponent, StatuspageMaintenance, StatuspageUpdate } from './statuspage-schemas.js';

/** Those that are asked for; what begins last first. */
export function statuspageMaintenances(
  site: Site,
  page: PageContext,
  isListed: (status: StatuspageMaintenance['status']) => boolean,
): readonly StatuspageMaintenance[] {
  const all = components(site, page);
  return site.records.maintenances
    .filter((maintenance) => isListed(statusOf(maintenance, site.nowMs)))
    .toSorted((a, b) => b.fromMs - a.fromMs)
    .slice(0, MAX_LISTED)
    .map((maintenance) => maintenanceOf(maintenance, all, site.nowMs, page));
}

function maintenanceOf(
  maintenance: PublicMaintenance,
  all: readonly StatuspageComponent[],
  nowMs: number,
  page: PageContext,
): StatuspageMaintenance {
  const { id: number, title, fromMs, slos, recordedAtMs } = maintenance;
  const id = stableCode(page.siteKey, maintenanceIdName(number));
  const updates = updatesOf(maintenance, id, nowMs, page);
  const state = statusOf(maintenance, nowMs);
  const endMs = maintenanceEndMs(maintenance);
  return {
    id,
    name: title,
    status: state,
    impact: 'maintenance',
    created_at: timeText(recordedAtMs),
    updated_at: updates[0]?.updated_at ?? timeText(recordedAtMs),
    started_at: timeText(fromMs),
    monitoring_at: null,
    resolved_at: timeOrNull(state === 'completed' ? (maintenance.cancelledAtMs ?? endMs) : null),
    shortlink: addressesOf(page).page(`maintenance/${String(number)}`),
    page_id: pageId(page),
    incident_updates: updates,
    components: [...affectedComponents(slos, all)],
    scheduled_for: timeText(fromMs),
    scheduled_until: timeText(maintenance.toMs),
  };
}

/** Statuspage knows no maintenance that was called off: it is over. */
function statusOf(maintenance: PublicMaintenance, nowMs: number): StatuspageMaintenance['status'] {
  const state = maintenanceState(maintenance, nowMs);
  return state === 'cancelled' ? 'completed' : state;
}

/** What was told of it: that it was announced, and what has happened since, which Statuspage tells as updates too. */
function updatesOf(
  maintenance: PublicMaintenance,
  incidentId: string,
  nowMs: number,
  page: PageContext,
): StatuspageUpdate[] {
  const { id: number, fromMs, recordedAtMs, cancelledAtMs, message } = maintenance;
  const words = page.text.feeds.maintenanceState;
  const endMs = maintenanceEndMs(maintenance);
  const update = (status: StatuspageMaintenance['status'], body: string, atMs: number): StatuspageUpdate => ({
    id: stableCode(page.siteKey, `${maintenanceIdName(number)}/${status}`),
    incident_id: incidentId,
    status,
    body,
    created_at: timeText(Math.max(atMs, recordedAtMs)),
    updated_at: timeText(Math.max(atMs, recordedAtMs)),
    display_at: timeText(atMs),
    ...UNKNOWN_OF_UPDATES,
  });
  const hasBegun = fromMs <= nowMs && fromMs < endMs;
  const isOver = cancelledAtMs !== null || endMs <= nowMs;
  const ending = cancelledAtMs === null ? words.completed : words.cancelled;
  return [
    ...(isOver ? [update('completed', ending, cancelledAtMs ?? endMs)] : []),
    ...(hasBegun ? [update('in_progress', words.in_progress, fromMs)] : []),
    update('scheduled', message === null ? words.scheduled : markdownPlain(message), recordedAtMs),
  ];
}
