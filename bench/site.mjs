// How fast the status page of a hundred SLOs is served while the daemon measures and judges, beside nginx
// serving the same bytes; how large it is, and how soon Chromium shows it.
// Usage: node bench/site.mjs [--out FILE]; runs the compiled program and Debian's wrk, nginx and chromium.
import { Buffer } from 'node:buffer';
import { execFile, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';

import { chromium } from 'playwright-core';

import { sloDocuments } from './support/hundred-slos.mjs';
import { rssMbOf } from './support/process-facts.mjs';
import { endWithUs, freePort, pause, requirePrograms, startProgram } from './support/programs.mjs';

const NGINX = '/usr/sbin/nginx';
const WRK = '/usr/bin/wrk';
const CHROMIUM = '/usr/bin/chromium';
const SLOS = 100;
const SECONDS = 20;
/** Each asks again so long after its last answer: together somewhat more often than must be served. */
const CONNECTIONS = 64;
const PAUSE_MS = 17;
const LIMITS = {
  requestsPerSecond: 3_000,
  p99Ms: 20,
  firstByteMs: 5,
  kilobytes: 60,
  firstPaintMs: 300,
  renderCpuMs: 50,
};

requirePrograms(NGINX, WRK, CHROMIUM);
const { values } = parseArgs({ options: { out: { type: 'string' } } });
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'resolver-slo-site-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const daemon = await startDaemon();
const page = await fetchPage(daemon.pageUrl);
const bytes = await weigh(daemon.pageUrl, page);
const firstByteMs = await firstBytes(daemon.pageUrl);
const renderCpuMs = await renderCpu(daemon);
const before = await proberErrors(daemon.adminUrl);
const freshness = watchFreshness(daemon.pageUrl);
const paced = await wrk(daemon.pageUrl, { isPaced: true });
const afterPaced = await proberErrors(daemon.adminUrl);
const served = await wrk(daemon.pageUrl, { isPaced: false });
const oldestS = await freshness.stop();
// At the rate that must be served, and where visitors take all the processors that there are.
const proberErrorsMeanwhile = {
  paced: afterPaced - before,
  saturated: (await proberErrors(daemon.adminUrl)) - afterPaced,
};
const firstPaintMs = await firstPaint(daemon.pageUrl);
const rssMb = rssMbOf(daemon.pid);
await daemon.stop();
const peer = await nginxBeside(page);

const result = {
  slos: SLOS,
  page: bytes,
  firstByteMs,
  renderCpuMs,
  served: { paced, ...served, proberErrorsMeanwhile, oldestFiguresSeconds: oldestS },
  nginx: peer,
  ratioToNginx: Math.round((served.requestsPerSecond / peer.requestsPerSecond) * 1_000) / 1_000,
  firstPaintMs,
  rssMb,
};
const checks = {
  'requests a second': served.requestsPerSecond >= LIMITS.requestsPerSecond,
  'p99 at that rate': paced.requestsPerSecond >= LIMITS.requestsPerSecond && paced.p99Ms <= LIMITS.p99Ms,
  'nothing failed': paced.failed + served.failed === 0,
  'no prober_error': proberErrorsMeanwhile.paced === 0,
  'figures stay current': oldestS <= 3,
  'first byte': firstByteMs.p50 <= LIMITS.firstByteMs,
  size: bytes.everythingKilobytes <= LIMITS.kilobytes,
  'first paint': firstPaintMs.p50 <= LIMITS.firstPaintMs,
  'CPU of a change': renderCpuMs <= LIMITS.renderCpuMs,
};
console.log(JSON.stringify(result, null, 2));
for (const [what, holds] of Object.entries(checks)) console.log(`${holds ? 'holds        ' : 'DOES NOT HOLD'} ${what}`);
if (values.out !== undefined) save(values.out, { what: 'serving the page of 100 SLOs', ...result, checks });
process.exitCode = Object.values(checks).every(Boolean) ? 0 : 1;

/** The demo with a hundred SLOs: its lab, its probes, its generated history. */
async function startDaemon() {
  cpSync(join(root, 'demo'), folder, { recursive: true, filter: (path) => !path.includes('/data') });
  for (const file of readdirSync(join(folder, 'slos'))) rmSync(join(folder, 'slos', file));
  writeFileSync(join(folder, 'slos', 'hundred.yaml'), sloDocuments(SLOS));
  const [pagePort, adminPort] = [await freePort(), await freePort()];
  const config = join(folder, 'resolver-slo.yaml');
  const text = readFileSync(config, 'utf8').replace('127.0.0.1:8080', `127.0.0.1:${String(pagePort)}`);
  writeFileSync(config, text.replace('127.0.0.1:8081', `127.0.0.1:${String(adminPort)}`));
  const child = spawn(process.execPath, [join(root, 'bin/resolver-slo.mjs'), 'run', '-c', config], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout.resume();
  endWithUs(child);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const pageUrl = `http://127.0.0.1:${String(pagePort)}/`;
  for (let i = 0; i < 600 && (await statusOf(`${pageUrl}healthz`)) !== 200; i++) await pause(200);
  await pause(5_000);
  return {
    pid: child.pid,
    pageUrl,
    adminUrl: `http://127.0.0.1:${String(adminPort)}/`,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function statusOf(url) {
  try {
    const response = await fetch(url);
    await response.arrayBuffer();
    return response.status;
  } catch {
    return null;
  }
}

function fetchPage(url) {
  return rawGet(url, { 'accept-encoding': 'br' });
}

/** As it comes over the wire: what fetch would decode. */
function rawGet(url, headers) {
  return new Promise((resolve, reject) => {
    const sentAt = performance.now();
    const asked = request(url, { headers, agent: false }, (response) => {
      const firstByteMs = performance.now() - sentAt;
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(chunks), firstByteMs }));
    });
    asked.on('error', reject);
    asked.end();
  });
}

async function weigh(pageUrl, { body }) {
  const html = await (await fetch(pageUrl)).text();
  const needed = [...html.matchAll(/(?:src|href)="\.\/((?:assets\/|favicon)[^"]+)"/g)].map((match) => match[1]);
  let others = 0;
  for (const path of new Set(needed)) others += (await fetchPage(new URL(path, pageUrl))).body.length;
  return {
    htmlBytes: Buffer.byteLength(html),
    compressedKilobytes: kilobytes(body.length),
    everythingKilobytes: kilobytes(body.length + others),
  };
}

function kilobytes(length) {
  return Math.round(length / 102.4) / 10;
}

/** One request after the other, each on a connection of its own, spread over some seconds and changes. */
async function firstBytes(url) {
  const times = [];
  for (let i = 0; i < 200; i++) {
    times.push((await rawGet(url, { 'accept-encoding': 'br' })).firstByteMs);
    await pause(37);
  }
  return quantiles(times);
}

/** CPU that a visitor a second costs more than none: every second the page is another. */
async function renderCpu({ pid, pageUrl }) {
  const seconds = 30;
  const cpuMs = async (visit) => {
    const start = threadTicks(pid);
    for (let i = 0; i < seconds; i++) {
      if (visit) await rawGet(pageUrl, { 'accept-encoding': 'br' });
      await pause(1_000);
    }
    return ((threadTicks(pid) - start) * 10) / seconds;
  };
  const without = await cpuMs(false);
  return Math.round((await cpuMs(true)) - without);
}

function threadTicks(pid) {
  const text = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

async function proberErrors(adminUrl) {
  const text = await (await fetch(`${adminUrl}metrics`)).text();
  const lines = text.split('\n').filter((line) => /^resolver_slo_attempts_total\{.*outcome="prober_error"/.test(line));
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

/** The oldest that figures were while the load went on, asked of the same listener. */
function watchFreshness(pageUrl) {
  let isEnding = false;
  let oldest = 0;
  const watching = (async () => {
    while (!isEnding) {
      const { body } = await rawGet(`${pageUrl}healthz`, {});
      oldest = Math.max(oldest, JSON.parse(body.toString()).ageSeconds ?? Infinity);
      await pause(200);
    }
  })();
  return {
    stop: async () => {
      isEnding = true;
      await watching;
      return oldest;
    },
  };
}

/** As many as come with a pause after each answer (`paced`), or as fast as it goes. */
async function wrk(url, { isPaced }) {
  const script = join(folder, 'pace.lua');
  writeFileSync(script, `function delay() return ${String(PAUSE_MS)} end\n`);
  const load = isPaced ? [`-c${String(CONNECTIONS)}`, '-s', script] : ['-c16'];
  const args = ['-t1', ...load, `-d${String(SECONDS)}s`, '--latency', '-H', 'Accept-Encoding: br', url];
  const { stdout } = await promisify(execFile)(WRK, args);
  const p99 = /99%\s+([\d.]+)(us|ms|s)/.exec(stdout);
  const bad = /Non-2xx or 3xx responses: (\d+)/.exec(stdout);
  return {
    requestsPerSecond: Math.round(Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1])),
    p99Ms: Math.round(Number(p99?.[1]) * { us: 1e-3, ms: 1, s: 1e3 }[p99?.[2]] * 100) / 100,
    failed: Number(bad?.[1] ?? 0),
  };
}

/** The same bytes from a file, by one worker. */
async function nginxBeside({ body }) {
  const port = await freePort();
  const site = join(folder, 'nginx');
  mkdirSync(site);
  writeFileSync(join(site, 'index.html'), body);
  const config = join(site, 'nginx.conf');
  writeFileSync(
    config,
    `user root; worker_processes 1; daemon off; pid ${site}/pid; error_log ${site}/error.log;
events { worker_connections 256; }
http { access_log off; default_type text/html; add_header content-encoding br; sendfile on; tcp_nopush on;
  client_body_temp_path ${site}/b; proxy_temp_path ${site}/p; fastcgi_temp_path ${site}/f; uwsgi_temp_path ${site}/u; scgi_temp_path ${site}/s;
  server { listen 127.0.0.1:${String(port)}; root ${site}; } }`,
  );
  const url = `http://127.0.0.1:${String(port)}/`;
  const nginx = await startProgram(
    NGINX,
    ['-c', config, '-e', join(site, 'error.log')],
    async () => (await statusOf(url)) === 200 || statusOfRaw(url),
  );
  const measured = { paced: await wrk(url, { isPaced: true }), ...(await wrk(url, { isPaced: false })) };
  await nginx.stop();
  return measured;
}

async function statusOfRaw(url) {
  try {
    await rawGet(url, {});
    return true;
  } catch {
    return false;
  }
}

async function firstPaint(url) {
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  const times = [];
  for (let i = 0; i < 9; i++) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const tab = await context.newPage();
    await tab.goto(url, { waitUntil: 'load' });
    const paint = `new Promise((resolve) => {
      const found = () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime;
      const look = () => (found() === undefined ? setTimeout(look, 10) : resolve(found()));
      look();
    })`;
    times.push(await tab.evaluate(paint));
    await context.close();
  }
  await browser.close();
  return quantiles(times);
}

function quantiles(times) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] * 100) / 100;
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}

function save(file, found) {
  mkdirSync(dirname(file), { recursive: true });
  const machine = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length };
  writeFileSync(file, `${JSON.stringify({ ...found, machine, measuredAt: new Date().toISOString() }, null, 2)}\n`);
}
