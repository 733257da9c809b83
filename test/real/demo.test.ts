import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { SloStatus } from '../../src/domain/slo-status.js';
import { createSite, eventually, type Site } from '../support/daemon.js';

const DEMO = fileURLToPath(new URL('../../demo', import.meta.url));
/** The demo's ports on a loopback address of the test's own, so that a running demo is not in the way. */
const ADDRESS = '127.0.0.77';
const PAGE = `http://${ADDRESS}:8080`;
/** A visitor is promised two minutes; the alert is judged over whole minutes as they fill. */
const ALERT_WITHIN_MS = 150_000;

describe('the demo', () => {
  let site: Site;

  beforeAll(async () => {
    site = createSite(demoFiles());
    await site.start('');
    await eventually(
      async () => ((await fetch(`${PAGE}/healthz`).catch(() => null))?.ok === true ? true : null),
      120_000,
    );
  }, 150_000);

  afterAll(() => site.close());

  it('labels what is made up, and has months of it', async () => {
    const page = await (await fetch(`${PAGE}/`)).text();
    expect(page).toContain('generated demo data');
    const [slo] = await slos();
    expect(slo!.valid).toBeGreaterThan(1_000_000);
  });

  it('shows an outage that burns a budget until its alert fires', async () => {
    const before = (await slos()).find(({ name }) => name === 'ns1-availability')!;
    const burning = await eventually(
      async () =>
        (await slos()).find(({ alerts }) =>
          alerts.some(({ state, name }) => state === 'firing' && name === 'fast-burn'),
        ) ?? null,
      ALERT_WITHIN_MS,
    );
    expect(burning.name).toBe('ns1-availability');
    expect(burning.errorBudget.remaining!).toBeLessThan(before.errorBudget.remaining!);
    expect(await (await fetch(`${PAGE}/`)).text()).toContain('Urgent');
  }, 180_000);
});

async function slos(): Promise<readonly SloStatus[]> {
  return (await (await fetch(`${PAGE}/api/v1/slos`)).json()) as readonly SloStatus[];
}

function demoFiles(): Record<string, string> {
  const paths = readdirSync(DEMO, { recursive: true, encoding: 'utf8' }).filter(
    (path) => !path.startsWith('data') && statSync(join(DEMO, path)).isFile(),
  );
  return Object.fromEntries(
    paths.map((path) => [path, readFileSync(join(DEMO, path), 'utf8').replaceAll('127.0.0.1', ADDRESS)]),
  );
}
