import type { VNode } from 'preact';

import type { SloView, Snapshot } from '../../domain/snapshot.js';
import { reportMonths } from '../events/history-months.js';
import { WhoDoesWhat } from '../responsibility/who-does-what.js';
import type { Site } from '../site/site.js';
import { CurrentEvents } from '../status-page/current-events.js';
import { Document } from '../status-page/document.js';
import { IncidentList } from '../status-page/incident-list.js';
import { ChartPatterns } from '../status-page/latency-chart.js';
import type { PageContext } from '../status-page/page-context.js';
import { serviceAnchor } from '../status-page/slo-title.js';
import { Counting } from './counting.js';
import { Evidence } from './evidence.js';
import { LeftOut } from './left-out.js';
import { Machines } from './machines.js';
import type { SloDetail } from './slo-detail.js';
import { Standing, WholeStanding } from './standing.js';

interface SloPageProps {
  readonly site: Site;
  readonly snapshot: Snapshot;
  /** All objectives of the SLO; never empty. */
  readonly views: readonly [SloView, ...SloView[]];
  readonly detail: SloDetail;
  readonly page: PageContext;
}

/** Everything the site tells of one SLO. Figures are those of the snapshot; charts are as old as they say. */
export function SloPage(props: SloPageProps): VNode {
  const { site, snapshot, views, page } = props;
  const [{ definition, status }] = views;
  return (
    <Document page={page} site={site} title={definition.displayName} refreshes>
      <ChartPatterns />
      <Breadcrumb view={views[0]} page={page} />
      <h1 class="slo-name">
        <bdi>{definition.displayName}</bdi>
      </h1>
      <AboutThis site={site} name={definition.name} page={page} />
      <Objectives {...props} />
      <Evidence views={views} detail={props.detail} page={page} />
      <WhoDoesWhat snapshot={snapshot} views={views} page={page} />
      <LeftOut site={site} status={status} page={page} />
      <Incidents site={site} name={definition.name} page={page} />
      <Reports site={site} page={page} />
      <Counting views={views} page={page} />
      <Machines name={definition.name} page={page} />
    </Document>
  );
}

function Breadcrumb({ view: { definition }, page }: { readonly view: SloView; readonly page: PageContext }): VNode {
  const { text, links } = page;
  return (
    <nav class="breadcrumb" aria-label={text.sloPage.path}>
      <ol role="list">
        <li>
          <a href={links.page('')}>{text.nav.status}</a>
        </li>
        <li>
          <a href={`${links.page('')}#${serviceAnchor(definition.service)}`}>
            <bdi>{definition.serviceDisplayName}</bdi>
          </a>
        </li>
      </ol>
    </nav>
  );
}

/** Incidents and maintenance that go on, or are to come, and concern this SLO. */
function AboutThis({ site, name, page }: { readonly site: Site; readonly name: string; readonly page: PageContext }) {
  const concerns = ({ slos }: { readonly slos: readonly string[] }): boolean =>
    slos.length === 0 || slos.includes(name);
  const records = {
    ...site.records,
    incidents: site.records.incidents.filter(concerns),
    maintenances: site.records.maintenances.filter(concerns),
  };
  return <CurrentEvents site={{ ...site, records }} page={page} />;
}

function Objectives({ views, page }: SloPageProps): VNode {
  const whole = views.at(-1)?.whole;
  const { text } = page;
  return (
    <>
      {whole !== undefined && <WholeStanding whole={whole} page={page} />}
      <div class="objectives">
        {views.map((view) => (
          <Standing view={view} title={view.definition.objectiveName ?? text.sloPage.standing} page={page} />
        ))}
      </div>
    </>
  );
}

const MONTHS_SHOWN = 6;

function Reports({ site, page }: { readonly site: Site; readonly page: PageContext }): VNode | null {
  const words = page.text.sloPage.reports;
  const months = reportMonths(site).slice(0, MONTHS_SHOWN);
  if (months.length === 0) return null;
  return (
    <section class="machines" aria-labelledby="reports">
      <h2 id="reports">{words.title}</h2>
      <ul role="list">
        {months.map((month) => (
          <li>
            <a href={page.links.page(`report/${month}`)}>{page.time.month(month)}</a>
          </li>
        ))}
        <li>
          <a href={page.links.page('history')}>{page.text.events.wholeHistory}</a>
        </li>
      </ul>
      <p class="note">{words.note}</p>
    </section>
  );
}

function Incidents({ site, name, page }: { readonly site: Site; readonly name: string; readonly page: PageContext }) {
  const words = page.text.sloPage.incidents;
  const own = site.records.incidents.filter(({ slos }) => slos.includes(name));
  return (
    <section class="past" aria-labelledby="incidents">
      <h2 id="incidents">{words.title}</h2>
      {own.length === 0 ? <p class="nothing">{words.none}</p> : <IncidentList incidents={own} page={page} />}
    </section>
  );
}
