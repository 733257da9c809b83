import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startPublicListener, type PublicListener } from '../../src/publish/http/public-listener.js';
import { accessibilityViolations, hasChromium, launchChromium, needsChromium, overflow } from '../support/chromium.js';
import { SAMPLE_PUBLIC_CONFIG, samplePublicOptions } from '../support/public-app.js';
import { sampleStates } from '../support/sample-snapshot.js';

const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 32"><style>path{stroke:#7a1fa2}' +
  '@media (prefers-color-scheme: dark){path{stroke:#e0b0ff}}</style>' +
  '<path d="M4 28 20 4l16 24M48 28V4h12a8 8 0 0 1 0 16H48M76 4v24M92 4v24" fill="none" stroke-width="5"/></svg>';

const CONFIG = {
  ...SAMPLE_PUBLIC_CONFIG,
  languages: ['en', 'ja'],
  look: {
    logo: { type: 'svg', base64: Buffer.from(LOGO).toString('base64') },
    colours: { accent: '#7a1fa2', accentDark: '#e0b0ff' },
    links: [
      { title: 'example.org', url: 'https://example.org/' },
      { title: '<b>Support</b>', url: 'mailto:support@example.org' },
    ],
  },
} as const;

const SIZES = [
  { width: 320, height: 700 },
  { width: 390, height: 844 },
  { width: 1280, height: 900 },
];
const VIEWS: readonly BrowserContextOptions[] = SIZES.flatMap((viewport) => [
  { viewport, colorScheme: 'light' as const },
  { viewport, colorScheme: 'dark' as const },
]);

describe.skipIf(!hasChromium)(`an operator's look in Chromium${needsChromium}`, { timeout: 60_000 }, () => {
  let browser: Browser;
  let listener: PublicListener;

  beforeAll(async () => {
    listener = await startPublicListener(samplePublicOptions({ config: CONFIG }));
    listener.publish(sampleStates()['fine']!);
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser.close();
    await listener.close();
  });

  async function visit(
    path: string,
    options: BrowserContextOptions,
    use: (page: Page) => Promise<void>,
  ): Promise<void> {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const objections: string[] = [];
    page.on('console', (message) => objections.push(`console: ${message.text()}`));
    page.on('request', (request) => {
      if (!request.url().startsWith(`${listener.url}/`)) objections.push(`foreign: ${request.url()}`);
    });
    await page.goto(`${listener.url}${path}`);
    await use(page);
    await context.close();
    expect(objections).toEqual([]);
  }

  it.each(VIEWS)('shows logo, colours and links without anything to object to: %o', async (view) => {
    await visit('/ja/', view, async (page) => {
      const logo = page.getByRole('img', { name: 'Example Resolver' });
      expect(await logo.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0)).toBe(true);
      expect(await page.getByRole('heading', { level: 1 }).ariaSnapshot()).toBe(
        '- heading "Example Resolver" [level=1]:\n  - img "Example Resolver"',
      );
      const link = page.getByRole('link', { name: 'Atom' });
      const colour = await link.evaluate((element) => getComputedStyle(element).color);
      expect(colour).toBe(view.colorScheme === 'dark' ? 'rgb(224, 176, 255)' : 'rgb(122, 31, 162)');
      expect(await page.getByRole('link', { name: '<b>Support</b>' }).getAttribute('href')).toBe(
        'mailto:support@example.org',
      );
      expect(await overflow(page)).toBe(0);
      expect(await accessibilityViolations(page)).toEqual([]);
      const folder = process.env['SHOTS'];
      const name = `look-${String(view.viewport?.width)}-${String(view.colorScheme)}.png`;
      if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}` });
    });
  });

  it('serves stylesheet and logo from our own path, kept for ever and named by their content', async () => {
    await visit('/', {}, async (page) => {
      const src = await page.getByRole('img', { name: 'Example Resolver' }).getAttribute('src');
      expect(src).toMatch(/^\.\/assets\/logo-[\w-]{16}\.svg$/);
      const answer = await page.request.get(new URL(src ?? '', `${listener.url}/`).href);
      expect(answer.headers()).toMatchObject({
        'content-type': 'image/svg+xml',
        'x-content-type-options': 'nosniff',
        'cache-control': 'public, max-age=31536000, immutable',
      });
      expect(await answer.text()).toBe(LOGO);
    });
  });
});
