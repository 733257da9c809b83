import { incidentState, lastRecordedAtMs } from '../../domain/incident.js';
import type { PublicIncident } from '../../domain/public-records.js';
import { markdownHtml } from '../markdown/markdown-html.js';
import { markdownLine } from '../markdown/markdown-plain.js';
import { escapeHtml, plainLine } from '../markdown/plain-characters.js';
import { incidentIdName, stableUuid } from '../site/stable-id.js';
import { affectsHtml, type EntryContext, HEADING_IN_ENTRY, LONGEST_SUMMARY, timeHtml } from './entry-context.js';
import type { FeedEntry } from './feed-entry.js';

type Update = PublicIncident['updates'][number];

/** An incident with all its updates, the newest first. */
export function incidentEntry(incident: PublicIncident, context: EntryContext): FeedEntry {
  const { id, title, updates } = incident;
  const recorded = updates.map(({ recordedAtMs }) => recordedAtMs);
  const { siteKey, text } = context.page;
  const state = text.events.state[incidentState(incident)];
  return {
    id: `urn:uuid:${stableUuid(siteKey, incidentIdName(id))}`,
    kind: 'incident',
    path: `incidents/${String(id)}`,
    title: plainLine(title),
    summary: `${state}: ${markdownLine(updates.at(-1)?.message ?? '', LONGEST_SUMMARY)}`,
    html: [
      ...updates.toReversed().map((update) => updateHtml(update, context)),
      `<p>${text.events.impact[incident.impact]}</p>`,
      affectsHtml(incident.slos, context),
      postMortemHtml(incident, context),
    ].join('\n'),
    // What is told late is news when it is told, whenever it was so.
    updatedMs: lastRecordedAtMs(incident),
    publishedMs: Math.min(...recorded),
  };
}

function updateHtml({ state, atMs, message }: Update, context: EntryContext): string {
  const name = context.page.text.events.state[state];
  const text = markdownHtml(message, { topHeading: HEADING_IN_ENTRY });
  return `<p><strong>${name}</strong> · ${timeHtml(atMs, context)}</p>\n${text}`;
}

function postMortemHtml({ postMortemUrl }: PublicIncident, { page }: EntryContext): string {
  if (postMortemUrl === null) return '';
  return `<p><a href="${escapeHtml(postMortemUrl)}" rel="noopener noreferrer">${page.text.feeds.postMortem}</a></p>`;
}
