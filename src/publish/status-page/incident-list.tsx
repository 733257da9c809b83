import type { VNode } from 'preact';

import { openedAtMs, resolvedAtMs } from '../../domain/incident.js';
import type { PublicIncident } from '../../domain/public-records.js';
import { Instant } from './instant.js';
import type { PageContext } from './page-context.js';
import { lengthWords } from './period-words.js';

interface IncidentListProps {
  readonly incidents: readonly PublicIncident[];
  readonly page: PageContext;
}

/** Incidents in a line each, the latest first. */
export function IncidentList({ incidents, page }: IncidentListProps): VNode {
  const latestFirst = incidents.toSorted((a, b) => openedAtMs(b) - openedAtMs(a));
  return (
    <ul class="incidents" role="list">
      {latestFirst.map((incident) => (
        <li>
          <Instant timeMs={openedAtMs(incident)} page={page} />
          <a href={page.links.page(`incidents/${String(incident.id)}`)}>
            <bdi>{incident.title}</bdi>
          </a>
          <span class="note">{factsOf(incident, page)}</span>
        </li>
      ))}
    </ul>
  );
}

function factsOf(incident: PublicIncident, { text }: PageContext): string {
  const endMs = resolvedAtMs(incident);
  const impact = text.events.impact[incident.impact];
  if (endMs === null) return text.list([impact, text.events.goesOn]);
  return text.list([impact, text.events.lasted(lengthWords(endMs - openedAtMs(incident), text))]);
}
