import { addressesOf } from '../site/addresses.js';
import type { Site } from '../site/site.js';
import { stableCode } from '../site/stable-id.js';
import type { PageContext } from '../status-page/page-context.js';
import type { StatuspagePage } from './statuspage-schemas.js';

/** The site, as Statuspage names it in every answer. */
export function statuspagePage({ snapshot, nowMs }: Site, page: PageContext): StatuspagePage {
  return {
    id: pageId(page),
    name: page.title,
    url: addressesOf(page).page(''),
    time_zone: page.timeZone,
    updated_at: timeText(snapshot?.evaluatedAtMs ?? nowMs),
  };
}

export function pageId({ siteKey }: PageContext): string {
  return stableCode(siteKey, 'page');
}

/** With milliseconds, as Statuspage's are. */
export function timeText(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
