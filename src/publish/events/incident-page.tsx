import type { VNode } from 'preact';

import { incidentState, openedAtMs, resolvedAtMs } from '../../domain/incident.js';
import type { PublicIncident } from '../../domain/public-records.js';
import type { Site } from '../site/site.js';
import { AffectedSlos } from '../status-page/affected-slos.js';
import { Document } from '../status-page/document.js';
import { formatBudgetShare, formatShare, sliDigits } from '../status-page/format-share.js';
import { Instant } from '../status-page/instant.js';
import { OperatorText } from '../status-page/operator-text.js';
import type { PageContext } from '../status-page/page-context.js';
import { lengthWords } from '../status-page/period-words.js';
import { unitWords } from '../status-page/promise-words.js';
import { sloTitle } from '../status-page/slo-title.js';
import { affectedViews, type IncidentCost, shareOfBudget } from './incident-cost.js';

interface IncidentPageProps {
  readonly incident: PublicIncident;
  readonly costs: readonly IncidentCost[];
  readonly site: Site;
  readonly page: PageContext;
}

/** One incident: what is known of it, what was told when, and what it cost. */
export function IncidentPage({ incident, costs, site, page }: IncidentPageProps): VNode {
  return (
    <Document page={page} site={site} title={incident.title} refreshes>
      <article class={`event incident ${resolvedAtMs(incident) === null ? incident.impact : 'over'}`}>
        <h1>
          <bdi>{incident.title}</bdi>
        </h1>
        <Facts incident={incident} page={page} />
        <AffectedSlos names={incident.slos} site={site} page={page} />
        <PostMortem incident={incident} page={page} />
      </article>
      <Costs incident={incident} costs={costs} site={site} page={page} />
      <Updates incident={incident} page={page} />
    </Document>
  );
}

function Facts({ incident, page }: Pick<IncidentPageProps, 'incident' | 'page'>): VNode {
  const { events } = page.text;
  const endMs = resolvedAtMs(incident);
  const beganMs = openedAtMs(incident);
  return (
    <p class="event-facts">
      <span class="tag">{events.impact[incident.impact]}</span>
      <span>{events.state[incidentState(incident)]}</span>
      {endMs === null ? (
        <span>
          {events.since} <Instant timeMs={beganMs} page={page} />
        </span>
      ) : (
        <>
          <span>
            <Instant timeMs={beganMs} page={page} /> – <Instant timeMs={endMs} page={page} />
          </span>
          <span>{events.lasted(lengthWords(endMs - beganMs, page.text))}</span>
        </>
      )}
    </p>
  );
}

function PostMortem({ incident, page }: Pick<IncidentPageProps, 'incident' | 'page'>): VNode | null {
  if (incident.postMortemUrl === null) return null;
  return (
    <p>
      <a href={incident.postMortemUrl} rel="nofollow noopener noreferrer">
        {page.text.events.postMortem}
      </a>
    </p>
  );
}

function Costs({ incident, costs, site, page }: IncidentPageProps): VNode | null {
  const { events } = page.text;
  const views = affectedViews(site, incident);
  if (views.length === 0) return null;
  return (
    <section class="panel" aria-labelledby="costs">
      <h2 id="costs">{events.costs}</h2>
      <div class="scroller" tabIndex={0} role="group" aria-labelledby="costs">
        <table class="data">
          <thead>
            <tr>
              <th scope="col">{events.objective}</th>
              <th scope="col">{events.notGood}</th>
              <th scope="col">{events.share}</th>
              <th scope="col">{events.ofBudget}</th>
            </tr>
          </thead>
          <tbody>
            {views.map((view) => (
              <CostRow view={view} cost={costs.find(({ slo }) => slo === view.definition.key) ?? null} page={page} />
            ))}
          </tbody>
        </table>
      </div>
      <p class="note">{events.costNote}</p>
    </section>
  );
}

interface CostRowProps {
  readonly view: ReturnType<typeof affectedViews>[number];
  readonly cost: IncidentCost | null;
  readonly page: PageContext;
}

function CostRow({ view, cost, page }: CostRowProps): VNode {
  const { text, formatCount } = page;
  const { definition, status } = view;
  const isKnown = cost !== null && cost.valid > 0;
  const share = isKnown ? shareOfBudget(cost, view) : null;
  const bad = isKnown ? Math.round((cost.valid - cost.good) * 100) / 100 : 0;
  return (
    <tr>
      <th scope="row">
        <a href={page.links.page(`slo/${definition.name}`)}>
          <bdi>{sloTitle(definition)}</bdi>
        </a>
      </th>
      <td>
        {isKnown
          ? text.events.badOf(formatCount(bad), formatCount(cost.valid), unitWords(definition, text))
          : text.noData}
      </td>
      <td>{isKnown ? formatShare(cost.good / cost.valid, sliDigits(status.objective)) : text.noData}</td>
      <td>{share === null ? text.noData : formatBudgetShare(share)}</td>
    </tr>
  );
}

function Updates({ incident, page }: Pick<IncidentPageProps, 'incident' | 'page'>): VNode {
  const { events } = page.text;
  return (
    <section class="updates" aria-labelledby="updates">
      <h2 id="updates">{events.updates}</h2>
      <ol role="list" reversed>
        {incident.updates.toReversed().map(({ state, message, atMs }) => (
          <li class={`update ${state}`}>
            <h3>
              {events.state[state]} <Instant timeMs={atMs} page={page} />
            </h3>
            <OperatorText text={message} topHeading={4} />
          </li>
        ))}
      </ol>
    </section>
  );
}
