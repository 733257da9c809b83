import { MINUTE_MS } from '../../domain/clock.js';
import type { Site } from '../site/site.js';
import type { SiteHistory } from '../site/site-history.js';
import { ONE, sitePart, type SitePart } from '../site/site-part.js';
import { renderHtml } from '../status-page/render-html.js';
import { historyYears, monthWindowUtc, shownMonths } from './history-months.js';
import { HistoryPage } from './history-page.js';
import { type IncidentCost, readIncidentCosts } from './incident-cost.js';
import { IncidentPage } from './incident-page.js';
import { MaintenancePage } from './maintenance-page.js';
import type { MonthTally } from './month-table.js';

/** Pages of incidents, of maintenance, and of the history of both. */
export const EVENT_PARTS: readonly SitePart[] = [
  sitePart<readonly IncidentCost[]>({
    route: '/incidents/:id',
    kind: 'page',
    list: ({ records }) => records.incidents.map(({ id }) => ({ id: String(id) })),
    load: {
      maxAgeMs: MINUTE_MS,
      of: (site, params) => byId(site.records.incidents, params['id']),
      read: (site, params, history) => {
        const incident = byId(site.records.incidents, params['id']);
        return incident === null ? Promise.resolve(null) : readIncidentCosts(site, incident, history);
      },
    },
    render: (page, { site, params, detail }) => {
      const incident = byId(site.records.incidents, params['id']);
      if (incident === null) throw new Error(`there is no incident ${String(params['id'])}`);
      return renderHtml(<IncidentPage incident={incident} costs={detail} site={site} page={page} />, page);
    },
  }),
  sitePart({
    route: '/maintenance/:id',
    kind: 'page',
    list: ({ records }) => records.maintenances.map(({ id }) => ({ id: String(id) })),
    render: (page, { site, params }) => {
      const maintenance = byId(site.records.maintenances, params['id']);
      if (maintenance === null) throw new Error(`there is no maintenance ${String(params['id'])}`);
      return renderHtml(<MaintenancePage maintenance={maintenance} site={site} page={page} />, page);
    },
  }),
  sitePart<readonly MonthTally[]>({
    route: '/history',
    kind: 'page',
    list: ONE,
    load: { maxAgeMs: 10 * MINUTE_MS, read: (site, _params, history) => readMonths(site, null, history) },
    render: (page, { site, detail }) =>
      renderHtml(<HistoryPage site={site} year={null} tallies={detail} page={page} />, page),
  }),
  sitePart<readonly MonthTally[]>({
    route: '/history/:year',
    kind: 'page',
    list: (site) => historyYears(site).map((year) => ({ year })),
    load: {
      maxAgeMs: 10 * MINUTE_MS,
      read: (site, { year = '' }, history) => readMonths(site, year, history),
    },
    render: (page, { site, params, detail }) =>
      renderHtml(<HistoryPage site={site} year={params['year'] ?? ''} tallies={detail} page={page} />, page),
  }),
];

async function readMonths(site: Site, year: string | null, history: SiteHistory): Promise<readonly MonthTally[]> {
  const months = shownMonths(site, year);
  const definitions = (site.snapshot?.slos ?? []).map(({ definition }) => definition);
  const windows = months.map((month) => monthWindowUtc(month, site.nowMs));
  const tallies = await history.tallies(definitions, windows);
  return months.flatMap((month, i) =>
    definitions.map(({ key }, slo) => {
      const { good = 0, valid = 0 } = tallies[i]?.[slo] ?? {};
      return { slo: key, month, good, valid };
    }),
  );
}

function byId<T extends { readonly id: number }>(all: readonly T[], id: string | undefined): T | null {
  return all.find((one) => String(one.id) === id) ?? null;
}
