import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startPublicListener } from '../../src/publish/http/public-listener.js';
import type { PublicListener } from '../../src/publish/http/public-listener.js';
import { accessibilityViolations, hasChromium, launchChromium, needsChromium, overflow } from '../support/chromium.js';
import { samplePublicOptions } from '../support/public-app.js';
import { SAMPLE_NOW_MS, sampleStates } from '../support/sample-snapshot.js';

const states = sampleStates();
const VIEWS: readonly BrowserContextOptions[] = [
  { viewport: { width: 390, height: 844 }, colorScheme: 'light' },
  { viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
  { viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
];

describe.skipIf(!hasChromium)(`status page in Chromium${needsChromium}`, { timeout: 60_000 }, () => {
  let browser: Browser;
  let listener: PublicListener;
  let nowMs = SAMPLE_NOW_MS;

  /** Shows a state, seconds after the last one: what is made in steps may be that much behind. */
  function show(state: string): void {
    nowMs += 5_000;
    listener.publish({ ...states[state]!, evaluatedAtMs: nowMs - 500 });
  }

  beforeAll(async () => {
    listener = await startPublicListener(samplePublicOptions({ clock: { nowMs: () => nowMs } }));
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser.close();
    await listener.close();
  });

  /** Opens the page in a context of its own, and notes whatever a careful visitor would object to. */
  async function visit(
    state: string,
    options: BrowserContextOptions,
    use: (page: Page) => Promise<void>,
  ): Promise<void> {
    show(state);
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const objections: string[] = [];
    page.on('console', (message) => objections.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => objections.push(`error: ${error.message}`));
    page.on('requestfailed', (request) => objections.push(`failed: ${request.url()}`));
    page.on('request', (request) => {
      if (!request.url().startsWith(`${listener.url}/`)) objections.push(`foreign: ${request.url()}`);
    });
    await page.goto(`${listener.url}/`);
    await use(page);
    await context.close();
    expect(objections).toEqual([]);
  }

  const styleOf = (page: Page, selector: string, property: string): Promise<string> =>
    page.evaluate<string>(`getComputedStyle(document.querySelector('${selector}')).getPropertyValue('${property}')`);

  describe.each(Object.keys(states).filter((state) => state !== 'fifty'))('in state %s', (state) => {
    // Every state in both schemes and at both widths; all four combinations where most is shown.
    it.each(state === 'violated' ? VIEWS : [VIEWS[0]!, VIEWS[3]!])(
      'has no accessibility violation and fits: %j',
      async (view) => {
        await visit(state, view, async (page) => {
          expect(await accessibilityViolations(page)).toEqual([]);
          expect(await overflow(page)).toBe(0);
        });
      },
    );
  });

  it('fits 320 pixels and a 4K screen', async () => {
    for (const width of [320, 3840]) {
      for (const state of ['hostile', 'violated']) {
        await visit(state, { viewport: { width, height: 900 } }, async (page) => {
          expect(await overflow(page)).toBe(0);
        });
      }
    }
  });

  it('shows fifty SLOs, and leads to the one in trouble by keyboard', async () => {
    await visit('fifty', VIEWS[2]!, async (page) => {
      expect(await page.locator('article.slo').count()).toBe(50);
      await page.keyboard.press('Tab');
      expect(await page.evaluate<string>('document.activeElement.textContent')).toBe('Skip to content');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      expect(page.url()).toMatch(/#slo-slo-18$/);
      await expect
        .poll(() => page.locator('#slo-slo-18').evaluate((article) => article.getBoundingClientRect().top < 900), {
          timeout: 5_000,
        })
        .toBe(true);
    });
  });

  it('is complete without JavaScript', async () => {
    await visit('violated', { ...VIEWS[2]!, javaScriptEnabled: false }, async (page) => {
      expect(await page.locator('h2#overall').textContent()).toBe('1 of 2 objectives is violated, 1 is at risk.');
      expect(await page.locator('article.slo').count()).toBe(2);
      expect(await page.locator('article.slo').first().locator('.bars li').count()).toBe(90);
      const bar = await page.locator('.bars li').first().boundingBox();
      expect(bar!.height).toBeGreaterThan(20);
    });
  });

  it('prints dark on white, whatever the scheme of the screen', async () => {
    await visit('violated', VIEWS[3]!, async (page) => {
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      expect(await styleOf(page, 'h1', 'color')).toBe('rgb(20, 33, 43)');
      expect(await styleOf(page, 'article.slo', 'background-color')).toBe('rgb(255, 255, 255)');
      expect(await styleOf(page, 'body', 'background-color')).toBe('rgb(255, 255, 255)');
    });
  });

  it.each(['light', 'dark'] as const)('draws in the colours forced upon it: %s', async (colorScheme) => {
    await visit('violated', VIEWS[2]!, async (page) => {
      await page.emulateMedia({ forcedColors: 'active', colorScheme });
      expect(await styleOf(page, '.icon-mark', 'stroke')).toBe(await styleOf(page, 'body', 'background-color'));
      expect(await styleOf(page, 'article.slo', 'border-top-color')).toBe(await styleOf(page, 'body', 'color'));
    });
  });

  it('shows the day under the pointer in words', async () => {
    await visit('violated', VIEWS[2]!, async (page) => {
      const day = page.locator('article.slo').first().locator('.bars li').nth(88);
      await day.hover();
      const text = day.locator('span');
      expect(await text.textContent()).toBe('22 Nov: 97.599%, 2,074 of 86,400 failed');
      expect((await text.boundingBox())!.width).toBeGreaterThan(100);
    });
  });

  it('refreshes its content in place', async () => {
    show('fine');
    const page = await browser.newPage();
    await page.clock.install();
    await page.goto(`${listener.url}/`);
    show('burning');
    await page.clock.fastForward(31_000);
    await expect.poll(() => page.locator('h2#overall').textContent()).toBe('1 of 2 objectives is at risk.');
    await page.close();
  });

  it('says so when it cannot refresh any more', async () => {
    show('fine');
    const page = await browser.newPage();
    await page.clock.install();
    await page.goto(`${listener.url}/`);
    await page.route('**/*', (route) => route.abort());
    expect(await page.locator('#cannot-refresh').isVisible()).toBe(false);
    await page.clock.runFor(125_000);
    await expect.poll(() => page.locator('#cannot-refresh').isVisible()).toBe(true);
    await page.close();
  });
});
