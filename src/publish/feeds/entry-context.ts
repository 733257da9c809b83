import { isoTime } from '../../domain/clock.js';
import { escapeHtml, plainLine } from '../markdown/plain-characters.js';
import type { PublicSlo } from '../site/public-slos.js';
import type { PageContext } from '../status-page/page-context.js';

/** What entries are written with. */
export interface EntryContext {
  readonly page: PageContext;
  readonly slos: readonly PublicSlo[];
  readonly nowMs: number;
}

/** A reader shows an entry's title as `h1` or `h2`. */
export const HEADING_IN_ENTRY = 3;
export const LONGEST_SUMMARY = 300;

export function timeHtml(timeMs: number, { page }: EntryContext): string {
  return `<time datetime="${isoTime(timeMs)}">${escapeHtml(page.time.utc(timeMs))}</time>`;
}

/** Which SLOs it is about, by the names that people know; nothing where it is about none in particular. */
export function affectsHtml(names: readonly string[], { slos, page }: EntryContext): string {
  const shown = titlesOf(names, slos).map((title) => `<bdi>${escapeHtml(title)}</bdi>`);
  const { events, listComma } = page.text;
  return shown.length === 0 ? '' : `<p>${events.affects} ${shown.join(listComma)}</p>`;
}

/** Of SLOs that are still there; others are known by their name only. */
export function titlesOf(names: readonly string[], slos: readonly PublicSlo[]): readonly string[] {
  return names.map((name) => plainLine(slos.find((slo) => slo.name === name)?.displayName ?? name));
}
