import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { MonthReport } from '../../src/app/report/month-report.js';
import { renderReport } from '../../src/publish/report/render-report.js';
import type { Language } from '../../src/domain/language.js';
import { accessibilityViolations, hasChromium, launchChromium, needsChromium, overflow } from '../support/chromium.js';
import { hostileReport } from '../support/hostile-report.js';
import { tempFolder } from '../support/temp-store.js';

const VIEWS: readonly BrowserContextOptions[] = [
  { viewport: { width: 390, height: 844 }, colorScheme: 'light' },
  { viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
  { viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
];

describe.skipIf(!hasChromium)(`report in Chromium${needsChromium}`, { timeout: 60_000 }, () => {
  let browser: Browser;
  let report: MonthReport;

  beforeAll(async () => {
    report = await hostileReport();
    browser = await launchChromium();
  });

  afterAll(() => browser.close());

  /** Opens the report as the file that it is, and notes whatever a careful reader would object to. */
  async function read(language: Language, options: BrowserContextOptions, use: (page: Page) => Promise<void>) {
    const file = join(tempFolder(), 'report.html');
    writeFileSync(file, renderReport(report, 'html', language, '1.2.3'));
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const objections: string[] = [];
    page.on('console', (message) => objections.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => objections.push(`error: ${error.message}`));
    page.on('dialog', (dialog) => objections.push(`dialog: ${dialog.message()}`));
    page.on('request', (request) => objections.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    await use(page);
    await context.close();
    expect(objections).toEqual([pathToFileURL(file).href]);
  }

  it.each(VIEWS.flatMap((view) => (['en', 'ja'] as const).map((language) => [language, view] as const)))(
    'in %s has no accessibility violation and fits: %j',
    async (language, view) => {
      await read(language, view, async (page) => {
        expect(await accessibilityViolations(page)).toEqual([]);
        expect(await overflow(page)).toBe(0);
      });
    },
  );

  it('fits 320 pixels and a 4K screen', async () => {
    for (const width of [320, 3840]) {
      await read('en', { viewport: { width, height: 900 } }, async (page) => expect(await overflow(page)).toBe(0));
    }
  });

  it('draws its charts over their whole width', async () => {
    await read('en', VIEWS[2]!, async (page) => {
      const box = async (selector: string) => (await page.locator(selector).first().boundingBox())!;
      expect((await box('path.burn-line')).width).toBeGreaterThan(900);
      expect((await box('path.line.p50')).width).toBeGreaterThan(900);
      expect((await box('rect.bar')).height).toBeGreaterThan(20);
      expect(await page.locator('article.slo').first().locator('rect.bar').count()).toBe(31 + 1);
    });
  });

  it('prints dark on white, each SLO on a page of its own, with what is folded up opened', async () => {
    await read('en', VIEWS[3]!, async (page) => {
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      const style = (selector: string, property: string) =>
        page.evaluate<string>(
          `getComputedStyle(document.querySelector('${selector}')).getPropertyValue('${property}')`,
        );
      expect(await style('h1', 'color')).toBe('rgb(20, 33, 43)');
      expect(await style('article.slo', 'background-color')).toBe('rgb(255, 255, 255)');
      expect(await style('article.slo', 'break-before')).toBe('page');
      expect(await style('figure', 'break-inside')).toBe('avoid');
      expect(await style('tr', 'break-inside')).toBe('avoid');
      expect((await page.locator('details tbody tr').first().boundingBox())!.height).toBeGreaterThan(5);
      for (const format of ['A4', 'Letter']) {
        const pdf = (await page.pdf({ format, printBackground: true })).toString('latin1');
        // Seven SLOs with figures or an error, the first page and the last.
        expect([...pdf.matchAll(/\/Type\s*\/Page\b/g)].length).toBeGreaterThan(8);
      }
    });
  });
});
