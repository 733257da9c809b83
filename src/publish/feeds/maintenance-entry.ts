import { maintenanceEndMs, maintenanceState, wasCalledOff } from '../../domain/maintenance-state.js';
import type { PublicMaintenance } from '../../domain/public-records.js';
import { markdownHtml } from '../markdown/markdown-html.js';
import { markdownLine } from '../markdown/markdown-plain.js';
import { plainLine } from '../markdown/plain-characters.js';
import { maintenanceIdName, stableUuid } from '../site/stable-id.js';
import { affectsHtml, type EntryContext, HEADING_IN_ENTRY, LONGEST_SUMMARY, timeHtml } from './entry-context.js';
import type { FeedEntry } from './feed-entry.js';

/** Announced work: told when it is announced, begins, ends or is called off. */
export function maintenanceEntry(maintenance: PublicMaintenance, context: EntryContext): FeedEntry {
  const { id, title, message, fromMs, toMs, slos, recordedAtMs } = maintenance;
  const { text, time, siteKey } = context.page;
  const state = text.feeds.maintenanceState[maintenanceState(maintenance, context.nowMs)];
  const line = message === null ? '' : markdownLine(message, LONGEST_SUMMARY);
  return {
    id: `urn:uuid:${stableUuid(siteKey, maintenanceIdName(id))}`,
    kind: 'maintenance',
    path: `maintenance/${String(id)}`,
    title: text.feeds.maintenance(plainLine(title)),
    summary: [`${state}: ${time.utc(fromMs)} – ${time.utc(toMs)}`, line].filter((one) => one !== '').join('. '),
    html: [
      `<p><strong>${state}</strong> · ${timeHtml(fromMs, context)} – ${timeHtml(toMs, context)}</p>`,
      endedEarlyHtml(maintenance, context),
      message === null ? '' : markdownHtml(message, { topHeading: HEADING_IN_ENTRY }),
      affectsHtml(slos, context),
    ].join('\n'),
    updatedMs: lastNewsMs(maintenance, context.nowMs),
    publishedMs: recordedAtMs,
  };
}

function endedEarlyHtml(maintenance: PublicMaintenance, context: EntryContext): string {
  const { cancelledAtMs } = maintenance;
  if (cancelledAtMs === null || wasCalledOff(maintenance)) return '';
  return `<p>${context.page.text.feeds.endedEarly(timeHtml(maintenanceEndMs(maintenance), context))}</p>`;
}

/** The last instant until now at which there was something new to tell. */
function lastNewsMs(maintenance: PublicMaintenance, nowMs: number): number {
  const { fromMs, toMs, recordedAtMs, cancelledAtMs } = maintenance;
  if (cancelledAtMs !== null) return Math.max(recordedAtMs, cancelledAtMs);
  return Math.max(recordedAtMs, ...[fromMs, toMs].filter((timeMs) => timeMs <= nowMs));
}
