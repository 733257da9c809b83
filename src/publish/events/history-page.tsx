import type { VNode } from 'preact';

import { maintenanceEndMs } from '../../domain/maintenance-state.js';
import type { PublicCorrection, PublicMaintenance } from '../../domain/public-records.js';
import type { Site } from '../site/site.js';
import { sloDisplayName } from '../status-page/affected-slos.js';
import { Document } from '../status-page/document.js';
import { IncidentList } from '../status-page/incident-list.js';
import { Instant } from '../status-page/instant.js';
import type { PageContext } from '../status-page/page-context.js';
import { type HistoryMonth, historyMonth, historyYears, reportMonths, shownMonths } from './history-months.js';
import { MonthTable, type MonthTally } from './month-table.js';

interface HistoryPageProps {
  readonly site: Site;
  /** `null`: the latest months. */
  readonly year: string | null;
  readonly tallies: readonly MonthTally[];
  readonly page: PageContext;
}

/** What was promised and kept month by month, and what happened. */
export function HistoryPage({ site, year, tallies, page }: HistoryPageProps): VNode {
  const { text } = page;
  const months = shownMonths(site, year);
  const views = site.snapshot?.slos ?? [];
  return (
    <Document page={page} site={site} title={year === null ? text.nav.history : `${text.nav.history} ${year}`}>
      <h1 class="page-title">{year === null ? text.nav.history : `${text.nav.history} ${year}`}</h1>
      <Years site={site} year={year} page={page} />
      {views.length > 0 && (
        <section class="panel" aria-labelledby="months">
          <h2 id="months">{text.events.byMonth}</h2>
          <MonthTable views={views} months={months} tallies={tallies} page={page} />
          <p class="note">{text.events.byMonthNote}</p>
        </section>
      )}
      {months.map((month) => (
        <Month month={historyMonth(site, month)} site={site} page={page} />
      ))}
    </Document>
  );
}

function Years({ site, year, page }: Omit<HistoryPageProps, 'tallies'>): VNode | null {
  const years = historyYears(site);
  const { text, links } = page;
  const current = (is: boolean) => (is ? { 'aria-current': 'page' as const } : {});
  if (years.length < 2 && year === null) return null;
  return (
    <nav class="years" aria-label={text.events.years}>
      <ul role="list">
        <li>
          <a href={links.page('history')} {...current(year === null)}>
            {text.events.latestMonths}
          </a>
        </li>
        {years.map((one) => (
          <li>
            <a href={links.page(`history/${one}`)} {...current(year === one)}>
              {one}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface MonthProps {
  readonly month: HistoryMonth;
  readonly site: Site;
  readonly page: PageContext;
}

function Month({ month: { month, incidents, maintenances, corrections }, site, page }: MonthProps): VNode {
  const { text, time, links } = page;
  const isQuiet = incidents.length + maintenances.length + corrections.length === 0;
  return (
    <section class="month" id={`month-${month}`} aria-labelledby={`month-${month}-name`}>
      <header>
        <h2 id={`month-${month}-name`}>{time.month(month)}</h2>
        {reportMonths(site).includes(month) && (
          <a href={links.page(`report/${month}`)}>{text.events.monthReport(time.month(month))}</a>
        )}
      </header>
      {isQuiet && <p class="nothing">{text.events.nothingInMonth}</p>}
      {incidents.length > 0 && <IncidentList incidents={incidents} page={page} />}
      {maintenances.length > 0 && <MaintenanceList maintenances={maintenances} page={page} />}
      {corrections.length > 0 && <CorrectionList corrections={corrections} site={site} page={page} />}
    </section>
  );
}

function MaintenanceList(props: {
  readonly maintenances: readonly PublicMaintenance[];
  readonly page: PageContext;
}): VNode {
  const { maintenances, page } = props;
  return (
    <ul class="incidents" role="list">
      {maintenances
        .toSorted((a, b) => b.fromMs - a.fromMs)
        .map((maintenance) => (
          <li>
            <Instant timeMs={maintenance.fromMs} page={page} />
            <a href={page.links.page(`maintenance/${String(maintenance.id)}`)}>
              <bdi>{maintenance.title}</bdi>
            </a>
            <span class="note">
              {page.text.events.maintenance} – <Instant timeMs={maintenanceEndMs(maintenance)} page={page} />
            </span>
          </li>
        ))}
    </ul>
  );
}

interface CorrectionListProps {
  readonly corrections: readonly PublicCorrection[];
  readonly site: Site;
  readonly page: PageContext;
}

/** Time that was taken out afterwards, or put back: always with its reason. */
function CorrectionList({ corrections, site, page }: CorrectionListProps): VNode {
  return (
    <ul class="incidents" role="list">
      {corrections
        .toSorted((a, b) => b.fromMs - a.fromMs)
        .map(({ slo, fromMs, toMs, kind, reason }) => (
          <li>
            <Instant timeMs={fromMs} page={page} />
            <span>
              {page.text.events.correction[kind]} <bdi>{reason}</bdi>
            </span>
            <span class="note">
              <bdi>{sloDisplayName(slo, site)}</bdi> – <Instant timeMs={toMs} page={page} />
            </span>
          </li>
        ))}
    </ul>
  );
}
