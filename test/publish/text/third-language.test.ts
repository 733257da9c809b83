import { describe, expect, it, vi } from 'vitest';

import { IncidentKeeper } from '../../../src/app/operator/incident-keeper.js';
import { LANGUAGES, type Language } from '../../../src/domain/language.js';
import { renderReport } from '../../../src/publish/report/render-report.js';
import { PageFactory } from '../../../src/publish/site/page-factory.js';
import { readDirectly, type SiteFile, siteFiles } from '../../../src/publish/site/site-files.js';
import { DICTIONARIES } from '../../../src/publish/text/languages.js';
import { AlertWorld } from '../../support/alert-world.js';
import { literally } from '../../support/pseudo-language.js';
import { SAMPLE_PUBLIC_CONFIG, SAMPLE_SITE_KEY } from '../../support/public-app.js';
import { AVAILABILITY, LATENCY, memoryReport, octoberHistory } from '../../support/report-samples.js';
import { SAMPLE_NOW_MS } from '../../support/sample-snapshot.js';
import { siteWorlds, type SiteWorld } from '../../support/site-worlds.js';
import { slo } from '../../support/slo-samples.js';
import { tempStore } from '../../support/temp-store.js';

// A third language, added as one is: a tag, and a value.
vi.mock(import('../../../src/domain/language.js'), async (original) => {
  const { LANGUAGES: known, ...rest } = await original();
  return { ...rest, LANGUAGES: [...known, 'qps'] as unknown as typeof known };
});
vi.mock(import('../../../src/publish/text/languages.js'), async (original) => {
  const { pseudoLanguage } = await import('../../support/pseudo-language.js');
  const { DICTIONARIES: known } = await original();
  return { DICTIONARIES: { ...known, qps: pseudoLanguage(known.en) } };
});

const THIRD = 'qps' as Language;

describe('a third language', () => {
  const worlds = Object.entries(siteWorlds()).filter(([name]) => !['hostile', 'fifty'].includes(name));

  it.each(worlds)('has every word of a site that is %s', async (_, world) => {
    const { snapshot, records, history } = world;
    const named = namesIn([snapshot, records, SAMPLE_PUBLIC_CONFIG, await history.report('2026-10', [])]);
    const files = (await filesOf(world)).filter(({ path }) => !path.startsWith('en/'));
    expect(files.length).toBeGreaterThan(5);
    const found = files.flatMap(({ path, body }) =>
      readableOf(path, body.toString()).flatMap((text) => plainWords(text, named).map((word) => `${path}: ${word}`)),
    );
    expect(new Set(found)).toEqual(new Set());
  });

  it.each(['md', 'html'] as const)('has every word of a report as %s', async (format) => {
    const report = await memoryReport(octoberHistory());
    const named = namesIn([report, AVAILABILITY, LATENCY]);
    const texts = readableOf(`report.${format}`, renderReport(report, format, THIRD, '1.2.3'));
    expect(new Set(texts.flatMap((text) => plainWords(text, named)))).toEqual(new Set());
  });

  it('has every word of an incident that nobody wrote', async () => {
    const clock = { ms: SAMPLE_NOW_MS, nowMs: () => clock.ms };
    const store = tempStore({ clock });
    const world = new AlertWorld([slo({ displayName: 'Availability' })]);
    const keeper = new IncidentKeeper({ store: store.operators, alertLog: store.chronicle, watchedSinceMs: clock.ms });
    await world.set(store, 'availability', 'fast-burn', true, clock.ms);
    clock.ms += 1_000;
    await keeper.work(world.snapshot(clock.ms), { mode: 'propose', language: DICTIONARIES[THIRD] });
    const [proposal] = await store.operators.proposals();
    const text = `${proposal!.title} ${proposal!.message}`;
    expect(text).toContain('Availability');
    expect(plainWords(text, /Availability|Public resolver/g)).toEqual([]);
  });

  it('is in the list that the configuration and commands know', () => {
    expect(LANGUAGES).toContain(THIRD);
    expect(Object.keys(DICTIONARIES)).toEqual(LANGUAGES);
  });
});

async function filesOf({ snapshot, records, history, nowMs }: SiteWorld): Promise<readonly SiteFile[]> {
  const site = { snapshot, records, staleForMs: nowMs - SAMPLE_NOW_MS > 60_000 ? 300_000 : null, nowMs };
  const settings = {
    ...SAMPLE_PUBLIC_CONFIG,
    languages: [THIRD, 'en'] as const,
    version: '1',
    siteKey: SAMPLE_SITE_KEY,
  };
  const pages = new PageFactory(settings, { atMs: nowMs, staleFromMs: nowMs + 600_000 });
  const files: SiteFile[] = [];
  for await (const file of siteFiles({ site, pages, read: readDirectly(site, history) })) files.push(file);
  return files;
}

/** What people read of a file, with the texts for those who hear it. */
function readableOf(path: string, text: string): readonly string[] {
  if (/\.(?:html|svg)$/.test(path)) return htmlTexts(text);
  if (/\.(?:atom|rss)$/.test(path)) return feedTexts(text);
  if (path.endsWith('.ics'))
    return text.replace(/\r\n /g, '').match(/(?<=^(?:SUMMARY|DESCRIPTION|X-WR-CALNAME).*:).*$/gm) ?? [];
  return path.endsWith('.md') ? [text] : [];
}

const SPOKEN = /(?:\s(?:aria-[a-z]+|title|alt|content|placeholder|data-[a-z-]+)=")([^"]*)"/g;
const CODE_ATTRIBUTES = /\saria-(?:labelledby|describedby|controls|current|hidden|live|owns)="[^"]*"/g;

function htmlTexts(html: string): readonly string[] {
  const markup = html
    .replace(/<(style|script)\b[^]*?<\/\1>/g, '')
    // Files to copy, and their names.
    .replace(/<code>[^]*?<\/code>/g, '')
    .replace(/<meta http-equiv[^>]*>/g, '')
    .replace(/<meta name="(?:viewport|color-scheme|theme-color|robots|generator|referrer)"[^>]*>/g, '')
    .replace(CODE_ATTRIBUTES, '');
  return [...[...markup.matchAll(SPOKEN)].map(([, spoken = '']) => spoken), ...markup.split(/<[^>]*>/)].map(unescaped);
}

function feedTexts(xml: string): readonly string[] {
  const told = xml.matchAll(/<(title|subtitle|summary|description|content)\b[^>]*>([^]*?)<\/\1>/g);
  return [...told].flatMap(([, , text = '']) => htmlTexts(unescaped(text.replace(/<!\[CDATA\[|\]\]>/g, ''))));
}

function unescaped(text: string): string {
  return text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');
}

/** Names of things, formats and units, which are the same in every language. */
const THE_SAME = new Set([
  ...['UTC', 'JSON', 'Atom', 'RSS', 'SLI', 'ms', 'µs', 'resolver-slo', 'English'],
  ...['resolv', 'conf', 'systemd-resolved', 'Unbound', 'RESOLVER-'],
]);

const DIGEST = /\b[0-9a-f]{12,64}\b/g;

/** Words in plain letters that are nobody's names. */
function plainWords(text: string, named: RegExp): readonly string[] {
  const rest = text.replace(DIGEST, '').replace(named, ' ');
  return (rest.match(/[A-Za-zµ][A-Za-z-]+/g) ?? []).filter((word) => !THE_SAME.has(word));
}

/** What operators wrote, the longest first. */
function namesIn(value: unknown): RegExp {
  const names = [...new Set(namesOf('', value))].filter((name) => name !== '').toSorted((a, b) => b.length - a.length);
  return new RegExp(names.map(literally).join('|'), 'g');
}

const NAME_KEYS =
  /^(?:title|message|reason|name|displayName|serviceDisplayName|objectiveName|description|timeZone|vantage|probe|resolver|query|recordedBy|by|slo)$/;

function namesOf(key: string, value: unknown): readonly string[] {
  if (typeof value === 'string')
    return NAME_KEYS.test(key) ? value.split(/\n|[`*]+|- /).map((line) => line.trim()) : [];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([inner, one]) => namesOf(Array.isArray(value) ? key : inner, one));
}
