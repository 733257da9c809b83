import type { VNode } from 'preact';

import { maintenanceEndMs, wasCalledOff } from '../../domain/maintenance-state.js';
import type { PublicCorrection, PublicMaintenance } from '../../domain/public-records.js';
import type { SloStatus } from '../../domain/slo-status.js';
import type { TimeWindow } from '../../domain/window.js';
import type { Site } from '../site/site.js';
import { Instant } from '../status-page/instant.js';
import type { PageContext } from '../status-page/page-context.js';

interface LeftOutProps {
  readonly site: Site;
  readonly status: SloStatus;
  readonly page: PageContext;
}

/** Maintenance and corrections of an SLO that touch its window, and what they mean for it. */
export function LeftOut({ site, status, page }: LeftOutProps): VNode {
  const words = page.text.sloPage.leftOut;
  const window = { fromMs: Date.parse(status.window.from), toMs: Date.parse(status.window.to) };
  const items = itemsOf(site, status.name, window, page);
  return (
    <section class="left-out" aria-labelledby="left-out">
      <h2 id="left-out">{words.title}</h2>
      {items.length === 0 && <p class="nothing">{words.none}</p>}
      <ul role="list">
        {items.map(({ kind, title, href, fromMs, toMs, recordedAtMs, effect }) => (
          <li>
            <strong>{kind}</strong>
            <span>
              {href === null ? (
                <bdi>{title}</bdi>
              ) : (
                <a href={href}>
                  <bdi>{title}</bdi>
                </a>
              )}
            </span>
            <span>
              <Instant timeMs={fromMs} page={page} /> – <Instant timeMs={toMs} page={page} />
            </span>
            <span class="note">
              {effect} · {words.recorded} <Instant timeMs={recordedAtMs} page={page} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface Item extends TimeWindow {
  readonly kind: string;
  readonly title: string;
  readonly href: string | null;
  readonly recordedAtMs: number;
  readonly effect: string;
}

/** The latest first. */
function itemsOf({ records }: Site, name: string, window: TimeWindow, page: PageContext): readonly Item[] {
  const touches = ({ fromMs, toMs }: TimeWindow): boolean => fromMs < window.toMs && toMs > window.fromMs;
  return [
    ...records.maintenances.filter(touches).flatMap((one) => maintenanceItem(one, name, page)),
    ...records.corrections.filter((one) => one.slo === name && touches(one)).map((one) => correctionItem(one, page)),
  ].sort((a, b) => b.fromMs - a.fromMs);
}

function maintenanceItem(maintenance: PublicMaintenance, name: string, page: PageContext): readonly Item[] {
  const words = page.text.sloPage.leftOut;
  const { id, title, fromMs, recordedAtMs, effects } = maintenance;
  const effect = effects.find(({ slo }) => slo === name)?.effect;
  if (effect === undefined) return [];
  return [
    {
      kind: words.maintenance,
      title,
      href: page.links.page(`maintenance/${String(id)}`),
      fromMs,
      toMs: maintenanceEndMs(maintenance),
      recordedAtMs,
      effect: wasCalledOff(maintenance) ? words.cancelled : words.effect[effect],
    },
  ];
}

function correctionItem(correction: PublicCorrection, page: PageContext): Item {
  const words = page.text.sloPage.leftOut;
  const { kind, reason, fromMs, toMs, recordedAtMs, revokedAtMs } = correction;
  const effect = kind === 'exclude' ? words.effect.excluded : words.counted;
  return {
    kind: words[kind],
    title: reason,
    href: null,
    fromMs,
    toMs,
    recordedAtMs,
    effect: revokedAtMs === null ? effect : words.revoked,
  };
}
