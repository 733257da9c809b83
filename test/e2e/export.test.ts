import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { DAY_MS, HOUR_MS, isoTime, MINUTE_MS } from '../../src/domain/clock.js';
import { accessibilityViolations, hasChromium, launchChromium, needsChromium } from '../support/chromium.js';
import { slo } from '../support/config-folder.js';
import { createSite, type Site } from '../support/daemon.js';

/** Data of two days up to three hours ago, when whoever measured fell silent. */
const SILENT_MS = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - 3 * HOUR_MS;

describe('resolver-slo export', { timeout: 60_000 }, () => {
  let site: Site;
  let out = '';

  beforeAll(() => {
    site = createSite({
      'resolver-slo.yaml': MAIN,
      'probe.yaml': PROBE,
      'slo.yaml': `${slo()}---\n${internal()}`,
      'past.ndjson': past(),
    });
    out = join(site.folder, 'out', 'site');
    for (const args of [
      ['import', 'past.ndjson'],
      ['incident', 'open', '--title', 'Some queries <time> out', '--impact', 'major', '--slo', 'availability'],
      ['maintenance', 'add', '--title', 'Rack move', '--from', isoTime(Date.now() + DAY_MS)],
    ]) {
      const more = args[0] === 'incident' ? ['--message', 'We *look* into it.', '--at', isoTime(SILENT_MS)] : [];
      const until = args[0] === 'maintenance' ? ['--to', isoTime(Date.now() + 2 * DAY_MS)] : [];
      expect(site.run(...args, ...more, ...until).stderr).not.toContain('required');
    }
    expect(site.run('export', out)).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/: \d+ files/) as string,
    });
  }, 60_000);

  afterAll(() => site.close());

  const text = (path: string): string => readFileSync(join(out, path), 'utf8');
  const files = (): readonly string[] =>
    readdirSync(out, { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile() && !one.name.startsWith('.'))
      .map((one) => relative(out, join(one.parentPath, one.name)));

  it('has every page in every language, feeds, badges, JSON and the calendar', () => {
    const month = isoTime(SILENT_MS).slice(0, 7);
    const pages = ['index.html', 'history.html', 'incidents/1.html', 'maintenance/1.html', `report/${month}.html`];
    const inLanguages = [...pages, 'slo/availability.html', 'feed.atom', 'feed.rss'].flatMap((path) => [
      path,
      `ja/${path}`,
    ]);
    const once = ['404.html', 'badge/availability.svg', 'api/v1/slos.json', 'api/v2/summary.json', 'maintenance.ics'];
    expect(files()).toEqual(expect.arrayContaining([...inLanguages, ...once]));
  });

  it('has links that lead to a file of it, all of them relative', () => {
    for (const file of files().filter((path) => path.endsWith('.html'))) {
      for (const [, target = ''] of text(file).matchAll(/(?:href|src)="([^"#]*)/g)) {
        if (target === '') continue;
        expect(target, file).toMatch(/^\.{1,2}\//);
        expect(existsSync(join(out, dirname(file), decodeURIComponent(target))), `${target} in ${file}`).toBe(true);
      }
    }
  });

  it('says when it was made, from when on it is stale, and how old the figures are, in words', () => {
    const page = text('index.html')
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll(/\s+/g, ' ');
    expect(page).toMatch(/These pages were made on \d+ \w+ \d{4}, \d\d:\d\d UTC/);
    expect(page).toMatch(/Do not rely on them after \d+ \w+ \d{4}, \d\d:\d\d UTC/);
    expect(page).toMatch(/These figures are 3 hours old|These figures are 18\d minutes old/);
    const [, madeAt = '', staleFrom = ''] = /datetime="([^"]+)".*?datetime="([^"]+)"/.exec(text('index.html')) ?? [];
    expect(Date.parse(staleFrom) - Date.parse(madeAt)).toBe(15 * MINUTE_MS);
  });

  it('names nothing internal', () => {
    for (const file of files()) expect(text(file), file).not.toMatch(/hushed|192\.0\.2\.53|qqq\.example/);
  });

  it('writes only what changed the next time, and refuses folders of others', () => {
    const again = site.run('export', out);
    expect(again.status).toBe(0);
    expect(Number(/ (\d+) unchanged/.exec(again.stdout)?.[1])).toBeGreaterThan(10);
    writeFileSync(join(site.folder, 'thesis.doc'), '');
    const refused = site.run('export', site.folder);
    expect([refused.status, refused.stdout]).toEqual([1, '']);
    expect(refused.stderr).toContain('an empty folder, or one that was exported to before, is required');
  });

  it.skipIf(!hasChromium)(`can be read from the disk, without a script${needsChromium}`, async () => {
    const browser = await launchChromium();
    const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
    const failed: string[] = [];
    page.on('requestfailed', (request) => failed.push(request.url()));
    await page.goto(pathToFileURL(join(out, 'ja', 'index.html')).href);
    await page.getByRole('link', { name: 'Some queries <time> out' }).first().click();
    expect(page.url()).toBe(pathToFileURL(join(out, 'ja', 'incidents', '1.html')).href);
    expect(await page.locator('h1').textContent()).toBe('Some queries <time> out');
    await page.getByRole('link', { name: 'English' }).click();
    expect(page.url()).toBe(pathToFileURL(join(out, 'incidents', '1.html')).href);
    expect(failed).toEqual([]);
    await browser.close();
    const scripted = await launchChromium();
    const tab = await (await scripted.newContext()).newPage();
    await tab.goto(pathToFileURL(join(out, 'index.html')).href);
    expect(await accessibilityViolations(tab)).toEqual([]);
    await scripted.close();
  });
});

const MAIN = `
vantage: here
probes: [probe.yaml]
slos: [slo.yaml]
store: { sqlite: data/resolver-slo.db }
http: { public: { languages: [en, ja], title: Example } }
`;

const PROBE = `
probe: public
every: 1s
resolvers: [{ name: ns1, address: 192.0.2.53 }, { name: hushed-ns, address: 192.0.2.53, port: 5353 }]
queries: [{ name: www, qname: qqq.example.org, qtype: A }]
`;

function internal(): string {
  return slo({ name: 'hushed', spec: 'resolver: hushed-ns,' }).replace(
    '{ name: hushed }',
    '{ name: hushed, annotations: { resolver-slo/visibility: internal } }',
  );
}

/** An attempt a minute that is answered, and each hour one that is not. */
function past(): string {
  return Array.from({ length: (2 * DAY_MS) / MINUTE_MS }, (_, i) => {
    const time = isoTime(SILENT_MS - (i + 1) * MINUTE_MS);
    const outcome = i % 60 === 7 ? { outcome: 'timeout' } : { outcome: 'answered', rttUs: 1_000 + (i % 900) };
    return JSON.stringify({ time, probe: 'public', resolver: 'ns1', query: 'www', ...outcome });
  }).join('\n');
}
