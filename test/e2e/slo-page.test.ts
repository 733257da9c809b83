import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { LANGUAGES } from '../../src/domain/language.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import { type PublicListener, startPublicListener } from '../../src/publish/http/public-listener.js';
import { accessibilityViolations, hasChromium, launchChromium, needsChromium, overflow } from '../support/chromium.js';
import { SAMPLE_PUBLIC_CONFIG, samplePublicOptions } from '../support/public-app.js';
import { samplePast, siteHistory } from '../support/sample-past.js';
import { sampleSnapshot, sampleStates } from '../support/sample-snapshot.js';

const several = sampleSnapshot([
  { name: 'slo-1', displayName: 'Fast', objectiveName: 'most', kind: 'latency', objective: 0.6 },
  {
    name: 'slo-1',
    displayName: 'Fast',
    objectiveName: 'all',
    number: 2,
    kind: 'latency',
    objective: 0.99,
    state: 'at_risk',
  },
]);
const { fine, burning, violated, hostile, 'no-data': noData } = sampleStates() as Record<string, Snapshot>;
const STATES = {
  fine: { snapshot: fine!, past: samplePast('met') },
  burning: { snapshot: burning!, past: samplePast('at_risk') },
  violated: { snapshot: violated!, past: samplePast('violated') },
  'no-data': { snapshot: noData!, past: samplePast('no_data') },
  hostile: { snapshot: hostile!, past: samplePast('violated') },
  several: { snapshot: several, past: samplePast('at_risk') },
} as const;
type State = keyof typeof STATES;

const [PHONE, DESK] = [
  { width: 390, height: 844 },
  { width: 1280, height: 900 },
];

describe.skipIf(!hasChromium)(`SLO page in Chromium${needsChromium}`, { timeout: 60_000 }, () => {
  let browser: Browser;
  const listeners = new Map<State, PublicListener>();

  beforeAll(async () => {
    browser = await launchChromium();
    for (const [state, { snapshot, past }] of Object.entries(STATES) as [State, (typeof STATES)[State]][]) {
      const config = { ...SAMPLE_PUBLIC_CONFIG, languages: LANGUAGES };
      const listener = await startPublicListener(samplePublicOptions({ config, history: siteHistory(past) }));
      listener.publish(snapshot);
      listeners.set(state, listener);
    }
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    for (const listener of listeners.values()) await listener.close();
  });

  /** Opens the page of an SLO, and notes whatever a careful visitor would object to. */
  async function visit(
    state: State,
    options: BrowserContextOptions,
    use: (page: Page) => Promise<void>,
    path = 'slo/slo-1',
  ): Promise<void> {
    const url = listeners.get(state)!.url;
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const objections: string[] = [];
    page.on('console', (message) => objections.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => objections.push(`error: ${error.message}`));
    page.on('request', (request) => {
      if (!request.url().startsWith(`${url}/`)) objections.push(`foreign: ${request.url()}`);
    });
    await page.goto(`${url}/${path}`);
    await use(page);
    await context.close();
    expect(objections).toEqual([]);
  }

  const openTables = (page: Page): Promise<void> =>
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");

  const fillOf = (page: Page, selector: string): Promise<string> =>
    page.evaluate<string>(`getComputedStyle(document.querySelector('${selector}')).fill`);

  describe.each(Object.keys(STATES) as State[])('in state %s', (state) => {
    it.each([
      { viewport: PHONE, colorScheme: 'light' },
      { viewport: DESK, colorScheme: 'dark' },
    ] as const)('has no accessibility violation and fits: %j', async (view) => {
      await visit(state, view, async (page) => {
        expect(await accessibilityViolations(page)).toEqual([]);
        expect(await overflow(page)).toBe(0);
        await openTables(page);
        expect(await overflow(page)).toBe(0);
      });
    });
  });

  it('has none in its tables either', async () => {
    await visit('violated', { viewport: PHONE }, async (page) => {
      await openTables(page);
      expect(await accessibilityViolations(page)).toEqual([]);
    });
  });

  it('has none in Japanese either', async () => {
    await visit(
      'violated',
      { viewport: PHONE },
      async (page) => {
        expect(await page.locator('html').getAttribute('lang')).toBe('ja-JP');
        expect(await accessibilityViolations(page)).toEqual([]);
        expect(await overflow(page)).toBe(0);
      },
      'ja/slo/slo-1',
    );
  });

  it('fits 320 pixels and a 4K screen, whatever names are', async () => {
    for (const width of [320, 3840])
      for (const name of ['slo-1', 'slo-2', 'slo-4'])
        await visit(
          'hostile',
          { viewport: { width, height: 900 } },
          async (page) => {
            expect(await overflow(page)).toBe(0);
          },
          `slo/${name}`,
        );
  });

  it('is complete without JavaScript, its charts as wide as their boxes', async () => {
    await visit('violated', { viewport: DESK, javaScriptEnabled: false }, async (page) => {
      expect(await page.locator('[role=img]').count()).toBe(7);
      for (const chart of await page.locator('.chart-box > svg.chart, .heat-map').all()) {
        const [own, box] = [(await chart.boundingBox())!, (await chart.locator('..').boundingBox())!];
        expect(Math.abs(own.width - box.width)).toBeLessThan(1);
      }
    });
  });

  it('keeps every label of a chart within the chart and apart from its neighbours', async () => {
    for (const width of [320, 1280]) {
      await visit('violated', { viewport: { width, height: 900 } }, async (page) => {
        const overlaps = await page.evaluate<string[]>(`[...document.querySelectorAll('svg.chart')].flatMap((chart) => {
          const [all, box] = [[...chart.querySelectorAll('text.tick')], chart.getBoundingClientRect()];
          const rects = all.map((text) => ({ label: text.textContent, rect: text.getBoundingClientRect() }));
          const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom - 2 && b.top < a.bottom - 2;
          return [
            ...rects.filter(({ rect }) => rect.left < box.left - 1 || rect.right > box.right + 1).map(({ label }) => 'out: ' + label),
            ...rects.flatMap((one, i) => rects.slice(i + 1).filter((other) => meet(one.rect, other.rect)).map((other) => one.label + ' meets ' + other.label)),
          ];
        })`);
        expect(overlaps).toEqual([]);
      });
    }
  });

  it('leads back to the overview and opens its tables by keyboard', async () => {
    await visit('violated', { viewport: DESK }, async (page) => {
      await page.locator('summary').last().focus();
      await page.keyboard.press('Enter');
      expect(await page.locator('details').last().locator('tbody tr').first().isVisible()).toBe(true);
      await page.locator('.breadcrumb a').last().focus();
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/#service-public-resolver$/);
      expect(await page.locator('#service-public-resolver').count()).toBe(1);
    });
  });

  it('tells shades apart in the colours forced upon it, and in print', async () => {
    await visit('violated', { viewport: DESK, colorScheme: 'dark' }, async (page) => {
      const screen = await fillOf(page, '.heat-6');
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      expect(await fillOf(page, '.heat-6')).not.toBe(screen);
      await page.emulateMedia({ media: 'screen', forcedColors: 'active' });
      const opacities = await page.evaluate<string[]>(
        `[...document.querySelectorAll('.chart-legend .heat')].slice(0, 6).map((one) => getComputedStyle(one).fillOpacity)`,
      );
      expect(new Set(opacities).size).toBe(6);
      expect(await fillOf(page, '.heat-6')).toBe(await page.evaluate<string>(`getComputedStyle(document.body).color`));
    });
  });
});
