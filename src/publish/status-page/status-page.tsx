import type { VNode } from 'preact';

import type { AlertSeverity } from '../../domain/alert-state.js';
import { groupBy } from '../../domain/group-by.js';
import type { SloState } from '../../domain/slo-status.js';
import type { Snapshot, SloView } from '../../domain/snapshot.js';
import { WORST_FIRST, worstState } from '../site/public-slos.js';
import type { Site } from '../site/site.js';
import type { StateCounts } from '../text/state-counts.js';
import { budgetWords } from './budget-gauge.js';
import { CurrentEvents, PastIncidents } from './current-events.js';
import { DayLegend } from './daily-bars.js';
import { Document } from './document.js';
import { Instant } from './instant.js';
import { MessagePage } from './message-page.js';
import type { PageContext } from './page-context.js';
import { SloRow } from './slo-row.js';
import { serviceAnchor, sloAnchor, sloTitle } from './slo-title.js';
import { StateIcon } from './state-badge.js';

interface StatusPageProps {
  readonly site: Site;
  readonly page: PageContext;
}

/** The overview: overall state, what goes on and what is to come, then each service with its SLOs. */
export function StatusPage({ site, page }: StatusPageProps): VNode {
  const { snapshot } = site;
  if (snapshot === null) return <MessagePage kind="starting" page={page} />;
  return (
    <Document page={page} site={site} refreshes>
      <Evaluated site={site} snapshot={snapshot} page={page} />
    </Document>
  );
}

interface EvaluatedProps extends StatusPageProps {
  readonly snapshot: Snapshot;
}

function Evaluated({ site, snapshot, page }: EvaluatedProps): VNode {
  const services = byService(snapshot.slos);
  return (
    <>
      <Overall snapshot={snapshot} page={page} />
      <CurrentEvents site={site} page={page} />
      <Attention slos={snapshot.slos} page={page} />
      {services.length > 1 && <ServiceList services={services} page={page} />}
      {services.length === 0 && <p class="nothing">{page.text.noSlos}</p>}
      {services.length > 0 && <DayLegend page={page} />}
      {services.map((service) => (
        <ServiceSection service={service} isOfMany={snapshot.slos.length > MANY_SLOS} page={page} />
      ))}
      <PastIncidents site={site} page={page} />
      {services.length > 0 && <HowToRead page={page} />}
    </>
  );
}

function Overall({ snapshot, page }: { readonly snapshot: Snapshot; readonly page: PageContext }): VNode {
  const { text } = page;
  const counts = countStates(snapshot.slos);
  const worst = stateOf(snapshot.slos);
  return (
    <section class={`overall ${worst}`} aria-labelledby="overall">
      <StateIcon state={worst} />
      <div>
        <h2 id="overall">{text.overall(counts)}</h2>
        <p>{text.overallAlerts({ page: countFiring(snapshot, 'page'), ticket: countFiring(snapshot, 'ticket') })}</p>
        <p class="note">
          {text.dataAsOf} <Instant timeMs={snapshot.evaluatedAtMs} page={page} />
        </p>
      </div>
    </section>
  );
}

/** SLOs that are not met, worst first: with fifty of them nobody should have to scroll to find the one. */
function Attention({ slos, page }: { readonly slos: readonly SloView[]; readonly page: PageContext }): VNode | null {
  const troubled = WORST_FIRST.slice(0, -1).flatMap((state) => slos.filter((view) => view.status.status === state));
  if (troubled.length === 0 || slos.length === 1) return null;
  return (
    <nav class="attention" aria-labelledby="attention">
      <h2 id="attention">{page.text.needsAttention}</h2>
      <ul role="list">
        {troubled.map((view) => (
          <li>
            <StateIcon state={view.status.status} />
            <a href={`#${sloAnchor(view.definition)}`}>
              <bdi>{view.definition.serviceDisplayName}</bdi>: <bdi>{sloTitle(view.definition)}</bdi>
            </a>
            <span class="note">{troubleWords(view, page)}</span>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function troubleWords({ status }: SloView, page: PageContext): string {
  const state = page.text.state[status.status];
  return status.status === 'no_data' ? state : page.text.stateAndBudget(state, budgetWords(status, page));
}

interface Service {
  readonly id: string;
  readonly displayName: string;
  readonly slos: readonly SloView[];
}

interface ServicesProps {
  readonly services: readonly Service[];
  readonly page: PageContext;
}

function ServiceList({ services, page }: ServicesProps): VNode {
  return (
    <nav class="services" aria-label={page.text.services}>
      <ul role="list">
        {services.map((service) => (
          <li>
            <StateIcon state={stateOf(service.slos)} />
            <a href={`#${service.id}`}>
              <bdi>{service.displayName}</bdi>
            </a>
            <span class="note">{page.text.serviceSummary(countStates(service.slos))}</span>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** More than this many are not laid out by browsers before they are looked at. */
const MANY_SLOS = 24;

interface ServiceSectionProps {
  readonly service: Service;
  readonly isOfMany: boolean;
  readonly page: PageContext;
}

function ServiceSection({ service, isOfMany, page }: ServiceSectionProps): VNode {
  return (
    <section class={isOfMany ? 'service of-many' : 'service'} id={service.id} aria-labelledby={`${service.id}-name`}>
      <header>
        <h2 id={`${service.id}-name`}>
          <bdi>{service.displayName}</bdi>
        </h2>
        <p class="note">{page.text.serviceSummary(countStates(service.slos))}</p>
      </header>
      <div class="cards">
        {service.slos.map((view) => (
          <div dangerouslySetInnerHTML={{ __html: sloRowHtml(view, page) }} />
        ))}
      </div>
    </section>
  );
}

/** Rendered once for each status: the page is put together of rows that may have been made one by one before. */
export function sloRowHtml(view: SloView, page: PageContext): string {
  return page.fragments.html(`row ${view.definition.key}`, view, () => <SloRow view={view} page={page} />);
}

function HowToRead({ page }: { readonly page: PageContext }): VNode {
  return (
    <section class="how" aria-labelledby="how">
      <h2 id="how">{page.text.howToRead}</h2>
      <dl>
        {page.text.explanations.map(({ term, text }) => (
          <div>
            <dt>{term}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function stateOf(slos: readonly SloView[]): SloState {
  return worstState(slos.map(({ status }) => status.status));
}

function countStates(slos: readonly SloView[]): StateCounts {
  const counts = { met: 0, at_risk: 0, violated: 0, no_data: 0 };
  for (const view of slos) counts[view.status.status]++;
  return counts;
}

function countFiring(snapshot: Snapshot, severity: AlertSeverity): number {
  return snapshot.slos
    .flatMap((view) => view.status.alerts)
    .filter((alert) => alert.state === 'firing' && alert.severity === severity).length;
}

/** Services in the order in which the configuration first names them. */
function byService(slos: readonly SloView[]): readonly Service[] {
  return [...groupBy(slos, ({ definition }) => definition.service)].map(([name, views]) => ({
    id: serviceAnchor(name),
    displayName: views[0]?.definition.serviceDisplayName ?? name,
    slos: views,
  }));
}
