import type { VNode } from 'preact';

import { DAY_MS } from '../../domain/clock.js';
import { incidentState, openedAtMs, resolvedAtMs } from '../../domain/incident.js';
import type { PublicIncident, PublicMaintenance } from '../../domain/public-records.js';
import type { Site } from '../site/site.js';
import { AffectedSlos } from './affected-slos.js';
import { IncidentList } from './incident-list.js';
import { Instant } from './instant.js';
import { OperatorText } from './operator-text.js';
import type { PageContext } from './page-context.js';

interface EventsProps {
  readonly site: Site;
  readonly page: PageContext;
}

/** Maintenance is shown on top from so long before it begins. */
const ANNOUNCED_MS = 14 * DAY_MS;

/** Incidents that go on, then maintenance that does, then what is to come. */
export function CurrentEvents({ site, page }: EventsProps): VNode | null {
  const incidents = site.records.incidents.filter((one) => resolvedAtMs(one) === null);
  const maintenances = currentMaintenances(site);
  if (incidents.length + maintenances.length === 0) return null;
  return (
    <section class="events" aria-labelledby="events">
      <h2 id="events">{page.text.events.current}</h2>
      {incidents.toReversed().map((incident) => (
        <IncidentNotice incident={incident} site={site} page={page} />
      ))}
      {maintenances.map((maintenance) => (
        <MaintenanceNotice maintenance={maintenance} site={site} page={page} />
      ))}
    </section>
  );
}

export function currentMaintenances({ records, nowMs }: Site): readonly PublicMaintenance[] {
  return records.maintenances
    .filter(
      ({ fromMs, toMs, cancelledAtMs }) => cancelledAtMs === null && nowMs < toMs && fromMs < nowMs + ANNOUNCED_MS,
    )
    .toSorted((a, b) => a.fromMs - b.fromMs);
}

interface IncidentNoticeProps extends EventsProps {
  readonly incident: PublicIncident;
}

function IncidentNotice({ incident, site, page }: IncidentNoticeProps): VNode {
  const { text, links } = page;
  const last = incident.updates.at(-1);
  return (
    <article class={`event incident ${incident.impact}`}>
      <h3>
        <a href={links.page(`incidents/${String(incident.id)}`)}>
          <bdi>{incident.title}</bdi>
        </a>
      </h3>
      <p class="event-facts">
        <span class="tag">{text.events.impact[incident.impact]}</span>
        <span>{text.events.state[incidentState(incident)]}</span>
        <span>
          {text.events.since} <Instant timeMs={openedAtMs(incident)} page={page} />
        </span>
      </p>
      {last !== undefined && <OperatorText text={last.message} topHeading={4} />}
      <AffectedSlos names={incident.slos} site={site} page={page} />
    </article>
  );
}

interface MaintenanceNoticeProps extends EventsProps {
  readonly maintenance: PublicMaintenance;
}

function MaintenanceNotice({ maintenance, site, page }: MaintenanceNoticeProps): VNode {
  const { text, links } = page;
  const { id, title, message, fromMs, toMs, slos } = maintenance;
  const isRunning = site.nowMs >= fromMs;
  return (
    <article class={`event maintenance ${isRunning ? 'in_progress' : 'scheduled'}`}>
      <h3>
        <a href={links.page(`maintenance/${String(id)}`)}>
          <bdi>{title}</bdi>
        </a>
      </h3>
      <p class="event-facts">
        <span class="tag">{isRunning ? text.events.maintenanceNow : text.events.maintenanceAhead}</span>
        <span>
          <Instant timeMs={fromMs} page={page} /> – <Instant timeMs={toMs} page={page} />
        </span>
      </p>
      {message !== null && <OperatorText text={message} topHeading={4} />}
      {slos.length === 0 && <p class="affected">{text.events.affectsAll}</p>}
      <AffectedSlos names={slos} site={site} page={page} />
    </article>
  );
}

/** What is over for not longer than this is named on the overview. */
const RECENT_MS = 14 * DAY_MS;

/** Incidents that are over since not long. */
export function PastIncidents({ site, page }: EventsProps): VNode {
  const { text, links } = page;
  const recent = site.records.incidents.filter((one) => (resolvedAtMs(one) ?? -Infinity) > site.nowMs - RECENT_MS);
  return (
    <section class="past" aria-labelledby="past">
      <h2 id="past">{text.events.past}</h2>
      {recent.length === 0 ? (
        <p class="nothing">{text.events.nothingPast(RECENT_MS / DAY_MS)}</p>
      ) : (
        <IncidentList incidents={recent} page={page} />
      )}
      <p>
        <a href={links.page('history')}>{text.events.wholeHistory}</a>
      </p>
    </section>
  );
}
