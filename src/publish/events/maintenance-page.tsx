import type { VNode } from 'preact';

import { maintenanceState } from '../../domain/maintenance-state.js';
import type { PublicMaintenance } from '../../domain/public-records.js';
import type { Site } from '../site/site.js';
import { sloDisplayName } from '../status-page/affected-slos.js';
import { Document } from '../status-page/document.js';
import { Instant } from '../status-page/instant.js';
import { OperatorText } from '../status-page/operator-text.js';
import type { PageContext } from '../status-page/page-context.js';
import { periodWords } from '../status-page/period-words.js';

interface MaintenancePageProps {
  readonly maintenance: PublicMaintenance;
  readonly site: Site;
  readonly page: PageContext;
}

/** Announced work: when, what for, and whether its time counts against the objectives. */
export function MaintenancePage({ maintenance, site, page }: MaintenancePageProps): VNode {
  const { title, message, fromMs, toMs, recordedAtMs, cancelledAtMs } = maintenance;
  const { events } = page.text;
  const state = maintenanceState(maintenance, site.nowMs);
  return (
    <Document page={page} site={site} title={title} refreshes>
      <article class={`event maintenance ${state}`}>
        <h1>
          <bdi>{title}</bdi>
        </h1>
        <p class="event-facts">
          <span class="tag">{events.maintenanceState[state]}</span>
          <span>
            <Instant timeMs={fromMs} page={page} /> – <Instant timeMs={toMs} page={page} />
          </span>
        </p>
        {message !== null && <OperatorText text={message} topHeading={2} />}
        <p class="note">
          {events.announced} <Instant timeMs={recordedAtMs} page={page} />
          {cancelledAtMs !== null && (
            <>
              {page.text.listComma}
              {events.cancelled} <Instant timeMs={cancelledAtMs} page={page} />
            </>
          )}
        </p>
      </article>
      <Effects maintenance={maintenance} site={site} page={page} />
    </Document>
  );
}

/** What it means for each objective, by that objective's policy. */
function Effects({ maintenance, site, page }: MaintenancePageProps): VNode | null {
  const { text, links } = page;
  const { effects } = maintenance;
  if (effects.length === 0) return null;
  return (
    <section class="panel" aria-labelledby="effects">
      <h2 id="effects">{text.events.effects}</h2>
      <ul class="effects" role="list">
        {effects.map(({ slo, effect, noticeMs }) => (
          <li>
            <a href={links.page(`slo/${slo}`)}>
              <bdi>{sloDisplayName(slo, site)}</bdi>
            </a>
            <span>{text.events.effect[effect](periodWords(noticeMs, text))}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
