import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { PublicListener } from '../../src/publish/http/public-listener.js';
import { launchChromium, overflow } from '../support/chromium.js';
import { eventually } from '../support/daemon.js';
import { freePort } from '../support/free-port.js';
import { siteWorlds } from '../support/site-worlds.js';
import { serveWorld } from '../support/world-listeners.js';

const FOLDER = process.env['SCREENSHOTS'] ?? 'docs/images';

/** What lies below is not in the picture. */
const TALLEST = 1_800;

/** How long the demo measures before it is looked at: its outage has begun and its alert fires. */
const DEMO_MS = 100_000;

interface Shot {
  /** Below the folder of the language. */
  readonly path: string;
  readonly width: 390 | 1280 | 2560;
  readonly scheme: 'light' | 'dark';
  readonly language: 'en' | 'ja';
}

let browser: Browser;

beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  browser = await launchChromium();
});

afterAll(() => browser.close());

describe('the overview in each of its states', () => {
  const worlds = siteWorlds();

  it.each([
    ['fine', 1280, 'light', 'en'],
    ['fine', 2560, 'dark', 'ja'],
    ['burning', 1280, 'light', 'ja'],
    ['burning', 390, 'dark', 'en'],
    ['violated', 1280, 'dark', 'en'],
    ['violated', 390, 'light', 'ja'],
    ['no data', 1280, 'light', 'en'],
    ['maintenance', 1280, 'light', 'en'],
    ['maintenance', 390, 'dark', 'ja'],
    ['fifty', 2560, 'light', 'en'],
    ['fifty', 390, 'dark', 'en'],
  ] as const)('%s at %i px, %s, %s', async (state, width, scheme, language) => {
    const listener: PublicListener = await serveWorld(worlds[state]!);
    const name = `${state.replace(' ', '-')}-${String(width)}-${scheme}${language === 'ja' ? '-ja' : ''}`;
    await take(name, listener.url, { path: '', width, scheme, language });
    await listener.close();
  });
});

describe('the demo', () => {
  const folder = mkdtempSync(join(tmpdir(), 'resolver-slo-demo-'));
  let demo: ChildProcess;
  let url: string;

  beforeAll(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${String(port)}`;
    copyDemo(folder, { 8080: port, 8081: await freePort(), 5300: await freePort() });
    demo = spawn(process.execPath, ['bin/resolver-slo.mjs', 'run', '-c', join(folder, 'resolver-slo.yaml')], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const isUp = () => fetch(`${url}/healthz`).then((response) => (response.ok ? true : null));
    await eventually(() => isUp().catch(() => null), 180_000);
    await pause(DEMO_MS);
  });

  afterAll(async () => {
    demo.kill('SIGTERM');
    await once(demo, 'exit');
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['status-page', { path: '', width: 1280, scheme: 'light', language: 'en' }],
    ['status-page-dark', { path: '', width: 1280, scheme: 'dark', language: 'en' }],
    ['slo-page', { path: 'slo/cached-latency', width: 1280, scheme: 'light', language: 'en' }],
    ['slo-page-390-dark-ja', { path: 'slo/cached-latency', width: 390, scheme: 'dark', language: 'ja' }],
    ['resolv-conf', { path: 'resolv-conf', width: 1280, scheme: 'light', language: 'en' }],
    ['resolv-conf-390-dark-ja', { path: 'resolv-conf', width: 390, scheme: 'dark', language: 'ja' }],
  ] as const)('%s', async (name, shot) => {
    await take(name, url, shot);
  });
});

async function take(name: string, url: string, { path, width, scheme, language }: Shot): Promise<void> {
  const height = width === 390 ? 844 : 900;
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, timezoneId: 'UTC' });
  const page = await context.newPage();
  const response = await page.goto(`${url}/${language}/${path}`);
  expect(response?.status()).toBe(200);
  expect(await overflow(page)).toBe(0);
  const full = await page.evaluate<number>('document.documentElement.scrollHeight');
  const clip = { x: 0, y: 0, width, height: Math.min(full, TALLEST) };
  await page.screenshot({ path: join(FOLDER, `${name}.png`), fullPage: true, clip });
  await context.close();
}

/** The demo as it is shipped, on other ports: its lab has one for each of three resolvers. */
function copyDemo(folder: string, ports: Readonly<Record<8080 | 8081 | 5300, number>>): void {
  cpSync('demo', folder, { recursive: true, filter: (source) => !source.includes('data') });
  const [pagePort, adminPort, labPort] = [ports[8080], ports[8081], ports[5300]];
  const moved = new Map([
    [':8080', `:${String(pagePort)}`],
    [':8081', `:${String(adminPort)}`],
    [':5300', `:${String(labPort)}`],
    ...[0, 1, 2].map((i) => [`port: ${String(5300 + i)}`, `port: ${String(labPort + i)}`] as const),
  ]);
  const probes = readdirSync('demo/probes').map((file) => `probes/${file}`);
  for (const file of ['resolver-slo.yaml', ...probes]) {
    let yaml = readFileSync(join(folder, file), 'utf8');
    for (const [from, to] of moved) yaml = yaml.replaceAll(from, to);
    writeFileSync(join(folder, file), yaml);
  }
}
