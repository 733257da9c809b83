import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { PublicListener } from '../../src/publish/http/public-listener.js';
import { accessibilityViolations, hasChromium, launchChromium, needsChromium, overflow } from '../support/chromium.js';
import { siteWorlds } from '../support/site-worlds.js';
import { objectionsOf, serveWorld } from '../support/world-listeners.js';

interface View {
  readonly width: 390 | 1280;
  readonly colorScheme: 'light' | 'dark';
  readonly language: 'en' | 'ja';
  readonly isScripted: boolean;
}

/** Of any two of width, scheme, language and script all four combinations occur: a covering array of strength 2. */
const VIEWS: readonly View[] = [
  { width: 390, colorScheme: 'light', language: 'en', isScripted: true },
  { width: 390, colorScheme: 'dark', language: 'ja', isScripted: false },
  { width: 1280, colorScheme: 'light', language: 'ja', isScripted: false },
  { width: 1280, colorScheme: 'dark', language: 'en', isScripted: false },
  { width: 1280, colorScheme: 'dark', language: 'ja', isScripted: true },
];

const worlds = siteWorlds();

describe.skipIf(!hasChromium)(`every page in Chromium${needsChromium}`, { timeout: 60_000 }, () => {
  let browser: Browser;
  const listeners = new Map<string, PublicListener>();

  beforeAll(async () => {
    for (const [name, world] of Object.entries(worlds)) listeners.set(name, await serveWorld(world));
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser.close();
    await Promise.all([...listeners.values()].map((listener) => listener.close()));
  });

  describe.each(VIEWS)('$width px, $colorScheme, $language, script: $isScripted', (view) => {
    let page: Page;
    let devTools: CDPSession;
    let origin = '';
    let objections: () => readonly string[];

    beforeAll(async () => {
      const { width, colorScheme } = view;
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
      page = await context.newPage();
      devTools = await context.newCDPSession(page);
      objections = objectionsOf(page, () => origin);
    });
    afterAll(() => page.context().close());

    /** Without a script where the view has none; only then may axe, which is one, run. */
    async function open(path: string): Promise<number> {
      await devTools.send('Emulation.setScriptExecutionDisabled', { value: !view.isScripted });
      const response = await page.goto(`${origin}/${view.language}/${path}`);
      await devTools.send('Emulation.setScriptExecutionDisabled', { value: false });
      return response!.status();
    }

    it.each(Object.keys(worlds))('%s', async (name) => {
      origin = listeners.get(name)!.url;
      for (const path of pathsIn(view, name)) {
        expect.soft(await open(path), path).toBe(path === 'no/such' ? 404 : name === 'starting' ? 503 : 200);
        expect.soft(await page.locator('html').getAttribute('lang'), path).toMatch(view.language);
        expect.soft(await overflow(page), `${path} overflows`).toBe(0);
        // Fifty times ninety bars take axe long: it sees them in the other states.
        const except = name === 'fifty' ? '.bars' : null;
        expect.soft(await accessibilityViolations(page, except), path).toEqual([]);
        expect.soft(objections(), path).toEqual([]);
      }
    });
  });
});

/** Every overview in all views; each other page of each state in two, so that every kind of page is seen in all. */
function pathsIn(view: View, name: string): readonly string[] {
  const row = VIEWS.indexOf(view);
  return worlds[name]!.paths.filter(
    (path, i) => path === '' || i % VIEWS.length === row || (i + 2) % VIEWS.length === row,
  );
}
