import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { PublicListener } from '../../src/publish/http/public-listener.js';
import { accessibilityViolations, hasChromium, launchChromium, needsChromium, overflow } from '../support/chromium.js';
import { siteWorlds } from '../support/site-worlds.js';
import { objectionsOf, serveWorld } from '../support/world-listeners.js';

const worlds = siteWorlds();
const DESK = { viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' } as const;
/** One page of each kind, where most is shown. */
const KINDS: readonly (readonly [world: string, path: string])[] = [
  ['violated', 'en/'],
  ['violated', 'en/slo/slo-1'],
  ['fine', 'ja/incidents/8'],
  ['maintenance', 'en/maintenance/1'],
  ['fine', 'en/history'],
  ['hostile', 'en/history/2026'],
  ['fine', 'ja/report/2026-10'],
  ['fine', 'en/no/such'],
];

describe.skipIf(!hasChromium)(`the site for everyone${needsChromium}`, { timeout: 60_000 }, () => {
  let browser: Browser;
  const listeners = new Map<string, PublicListener>();

  beforeAll(async () => {
    for (const name of new Set(KINDS.map(([world]) => world))) listeners.set(name, await serveWorld(worlds[name]!));
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser.close();
    await Promise.all([...listeners.values()].map((listener) => listener.close()));
  });

  /** Opens these pages one after the other in a context of these options; nothing may be to object to in any. */
  async function visit(
    options: BrowserContextOptions,
    pages: readonly (readonly [world: string, path: string])[],
    use: (page: Page, path: string) => Promise<void>,
  ): Promise<void> {
    const context = await browser.newContext({ ...DESK, ...options });
    for (const [world, path] of pages) {
      // Each in a tab of its own: what is asked for late is then of no other site.
      const page = await context.newPage();
      const origin = listeners.get(world)!.url;
      const objections = objectionsOf(page, () => origin);
      await page.goto(`${origin}/${path}`);
      await use(page, path);
      expect.soft(objections(), path).toEqual([]);
      await page.close();
    }
    await context.close();
  }

  it('is used by keyboard alone: everything in its order, where focus is always to be seen', async () => {
    await visit({}, KINDS, async (page, path) => {
      const wanted = await page.evaluate<string[]>(FOCUSABLE);
      const reached: string[] = [];
      while (reached.length < wanted.length) {
        await page.keyboard.press('Tab');
        const { what, isSeen } = await page.evaluate<{ what: string; isSeen: boolean }>(FOCUSED);
        reached.push(what);
        expect.soft(isSeen, `${path}: the focus is to be seen on ${what}`).toBe(true);
      }
      expect.soft(reached, path).toEqual(wanted);
    });
  });

  it('has its content next, by keyboard, for whoever skips what all pages have', async () => {
    await visit({}, KINDS, async (page, path) => {
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      expect.soft(await page.evaluate<string>('document.activeElement.id'), path).toBe('content');
      await page.keyboard.press('Tab');
      const isWithin = 'document.activeElement.closest("main, footer") !== null';
      expect.soft(await page.evaluate<boolean>(isWithin), path).toBe(true);
    });
  });

  it.each([
    ['320 pixels', { viewport: { width: 320, height: 640 } }],
    ['a 4K screen', { viewport: { width: 3840, height: 2160 } }],
    ['200 % zoom', { viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 }],
    // WCAG 2.2, 1.4.10: what 1280 pixels hold, at four times the size.
    ['400 % zoom', { viewport: { width: 320, height: 225 }, deviceScaleFactor: 4 }],
  ] as const)('fits %s', async (_, options) => {
    await visit(options, KINDS, async (page, path) => {
      expect.soft(await overflow(page), path).toBe(0);
    });
  });

  it.each([390, 1280])('fits with text of twice the size at %d pixels, all of it to be read', async (width) => {
    await visit({ viewport: { width, height: 900 } }, KINDS, async (page, path) => {
      await page.evaluate(`document.documentElement.style.fontSize = '200%'`);
      expect.soft(await overflow(page), path).toBe(0);
      expect.soft(await page.evaluate<string[]>(CLIPPED), path).toEqual([]);
    });
  });

  it('tells each of ninety days to who hears it', async () => {
    await visit(
      {},
      [
        ['violated', 'en/'],
        ['violated', 'ja/'],
      ],
      async (page, path) => {
        const days = worlds['violated']!.snapshot!.slos[0]!.days;
        const tree = await page.locator('article.slo').first().locator('.bars').ariaSnapshot();
        const items = [...tree.matchAll(/^\s*- listitem: (.*)$/gm)].map(([, text]) => text!.replaceAll('"', ''));
        expect(items).toHaveLength(90);
        expect(new Set(items).size).toBe(90);
        for (const [i, { sli, valid, good }] of days.entries()) {
          const [, month, day] = days[i]!.date.split('-').map(Number);
          expect(items[i]).toMatch(
            path === 'ja/' ? `${String(month)}月${String(day)}日` : new RegExp(`^${String(day)} \\w{3}`),
          );
          if (sli === null) expect(items[i]).toMatch(/no data|データ/);
          else for (const figure of [valid, valid - good]) expect(items[i]).toContain(figure.toLocaleString('en'));
        }
      },
    );
  });

  it('prints dark on white, no wider than the paper, without what only a screen can use', async () => {
    // A4 less margins of 15 mm, at 96 pixels an inch.
    await visit({ viewport: { width: 680, height: 960 }, colorScheme: 'dark' }, KINDS, async (page, path) => {
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      expect.soft(await overflow(page), path).toBe(0);
      expect.soft(await styleOf(page, 'body', 'background-color'), path).toBe('rgb(255, 255, 255)');
      expect.soft(await styleOf(page, 'h1', 'color'), path).toBe('rgb(20, 33, 43)');
      expect.soft(await page.locator('header.site nav').first().isVisible(), path).toBe(false);
      expect.soft((await page.pdf()).subarray(0, 5).toString(), path).toBe('%PDF-');
    });
  });

  it.each(['light', 'dark'] as const)('has more contrast where more is wanted: %s', async (colorScheme) => {
    let plain = 0;
    await visit({ colorScheme }, [KINDS[0]!], async (page) => void (plain = await contrastOf(page, '.note')));
    await visit({ colorScheme, contrast: 'more' }, KINDS, async (page, path) => {
      expect.soft(await accessibilityViolations(page), path).toEqual([]);
      if (path !== 'en/') return;
      // WCAG 2.2, 1.4.6 (AAA).
      expect(await contrastOf(page, '.note')).toBeGreaterThan(Math.max(plain, 7));
    });
  });

  it.each(['light', 'dark'] as const)('draws in the colours that a reader forces upon it: %s', async (colorScheme) => {
    await visit({ forcedColors: 'active', colorScheme }, KINDS, async (page, path) => {
      expect.soft(await overflow(page), path).toBe(0);
      expect.soft(await styleOf(page, 'h1', 'color'), path).toBe(await styleOf(page, 'body', 'color'));
      const unseen = await page.evaluate<string[]>(UNSEEN_SHAPES);
      expect.soft(unseen, path).toEqual([]);
    });
  });

  it('moves nothing where that is unwanted', async () => {
    await visit({ reducedMotion: 'reduce' }, KINDS, async (page, path) => {
      expect.soft(await styleOf(page, 'html', 'scroll-behavior'), path).toBe('auto');
      expect.soft(await page.evaluate<number>('document.getAnimations().length'), path).toBe(0);
    });
  });

  it.each([
    ['America/New_York', 'en-GB', /^23 Nov 2026, 07:34 GMT-5 \(12:34 UTC\)$/],
    ['Asia/Kolkata', 'en-GB', /^23 Nov 2026, 18:04 GMT\+5:30 \(12:34 UTC\)$/],
    ['UTC', 'en-GB', /^23 Nov 2026, 12:34 UTC$/],
  ])('tells times in the zone of its reader, with UTC beside them: %s', async (timezoneId, locale, expected) => {
    await visit({ timezoneId, locale }, [['violated', 'en/']], async (page) => {
      expect(await page.locator('.overall time').textContent()).toMatch(expected);
      expect(await page.locator('.overall time').getAttribute('datetime')).toBe('2026-11-23T12:34:00Z');
      for (const text of await page.locator('time.instant').allTextContents()) expect(text).toMatch(/UTC\)?$/);
    });
  });
});

function styleOf(page: Page, selector: string, property: string): Promise<string> {
  return page.evaluate<string>(
    `getComputedStyle(document.querySelector('${selector}')).getPropertyValue('${property}')`,
  );
}

/** Contrast of a text with the ground below it (WCAG 2.2, "contrast ratio"). */
function contrastOf(page: Page, selector: string): Promise<number> {
  return page.evaluate<number>(`(() => {
    const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
    const luminance = (colour) => {
      const [r, g, b] = channels(colour).map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const text = document.querySelector('${selector}');
    let ground = text;
    while (channels(getComputedStyle(ground).backgroundColor)[3] === 0) ground = ground.parentElement;
    const [a, b] = [getComputedStyle(text).color, getComputedStyle(ground).backgroundColor].map(luminance);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  })()`);
}

const NAME = `(one) => one.tagName + ' ' + (one.getAttribute('href') ?? one.textContent.slice(0, 30))`;

/** Everything that somebody can act on, as the markup has it. */
const FOCUSABLE = `[...document.querySelectorAll('a[href], button, summary, input, select, [tabindex="0"]')]
  .filter((one) => one.checkVisibility()).map(${NAME})`;

/** What has the focus, and whether one sees that: an outline, within the window, not covered by anything else. */
const FOCUSED = `(() => {
  const one = document.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(one);
  const rect = one.getClientRects()[0];
  const isWithin = rect.bottom > 0 && rect.top < innerHeight && rect.right > 0 && rect.left < innerWidth;
  const isOutlined = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
  return { what: (${NAME})(one), isSeen: isOutlined && isWithin };
})()`;

/** Text that its box hides a part of, other than what is hidden on purpose or may be scrolled to. */
const CLIPPED = `[...document.querySelectorAll('main *')].filter((one) => {
  const { overflowX, overflowY, clipPath } = getComputedStyle(one);
  if (clipPath !== 'none' || one.closest('svg, .bars') !== null) return false;
  const isCut = (overflow, scroll, client) => overflow === 'hidden' && scroll > client + 1;
  return isCut(overflowX, one.scrollWidth, one.clientWidth) || isCut(overflowY, one.scrollHeight, one.clientHeight);
}).map((one) => one.outerHTML.slice(0, 100))`;

/** Bars, lines and marks that have the colour of the ground that they are drawn on. */
const UNSEEN_SHAPES = `[...document.querySelectorAll('.bars li, .line, .bar')].filter((one) => {
  const style = one.matches('li') ? getComputedStyle(one, '::before') : getComputedStyle(one);
  const ground = getComputedStyle(document.body).backgroundColor;
  const drawn = one.matches('li') ? [style.backgroundColor, style.backgroundImage] : [style.stroke, style.fill];
  return drawn.every((colour) => ['none', ground, 'rgba(0, 0, 0, 0)'].includes(colour));
}).map((one) => one.outerHTML.slice(0, 100))`;
