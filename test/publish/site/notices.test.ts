import { afterEach, describe, expect, it } from 'vitest';

import type { PublicListener } from '../../../src/publish/http/public-listener.js';
import { DICTIONARIES } from '../../../src/publish/text/languages.js';
import { type SiteWorld, siteWorlds } from '../../support/site-worlds.js';
import { serveWorld } from '../../support/world-listeners.js';

/** What must be known before any figure is read is on every page that has figures. */
describe('notices', () => {
  let listener: PublicListener | null = null;
  afterEach(() => listener?.close());

  const { fine, maintenance, stale } = siteWorlds() as Record<string, SiteWorld>;
  const { demoText, staleText } = DICTIONARIES.en;

  async function pages(world: SiteWorld): Promise<ReadonlyMap<string, string>> {
    listener = await serveWorld(world);
    const paths = [...new Set([...world.paths, ...fine!.paths])];
    const found = new Map<string, string>();
    for (const path of paths) {
      const response = await fetch(`${listener.url}/en/${path}`);
      if (response.status === 200) found.set(path, await response.text());
    }
    return found;
  }

  it.each([
    ['incidents, months and the report', fine!],
    ['maintenance', maintenance!],
  ])('say on all pages of a demonstration what it is: %s', async (_, world) => {
    const shown = await pages({ ...world, snapshot: { ...world.snapshot!, isDemo: true } });
    expect(shown.size).toBeGreaterThan(5);
    for (const [path, html] of shown) expect(html.includes(demoText), path).toBe(true);
  });

  it('say nothing of a demonstration where there is none', async () => {
    const shown = await pages({ ...fine!, snapshot: { ...fine!.snapshot!, isDemo: false } });
    expect(shown.size).toBeGreaterThan(5);
    for (const [path, html] of shown) {
      expect(html.includes(demoText), path).toBe(false);
    }
  });

  it('say on all pages but reports, which say when they were made, that figures are old', async () => {
    const shown = await pages({ ...stale!, records: fine!.records });
    expect(shown.size).toBeGreaterThan(5);
    for (const [path, html] of shown) expect(html.includes(staleText), path).toBe(!path.startsWith('report/'));
  });
});
