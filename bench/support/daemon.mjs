// The real daemon on a configuration of its own: started as a user does, asked what it kept.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { OUTCOMES } from '../../dist/domain/outcome.js';
import { DenseHistogram } from '../../dist/histogram/merge-histograms.js';
import { percentileUs } from '../../dist/histogram/percentile.js';
import { openStore } from '../../dist/record/store/sqlite/open-store.js';
import { cpuUsByThread, rssMbOf } from './process-facts.mjs';
import { endWithUs, freePort, pause } from './programs.mjs';

const PROGRAM = fileURLToPath(new URL('../../bin/resolver-slo.mjs', import.meta.url));
const EVERY_MS = 100;
const RELOADED = 'the new configuration is in force';
const ALWAYS = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };

/**
 * Starts a daemon with one probe: `qps` queries a second over all `resolvers` (`{ name, port }`, on
 * 127.0.0.1), judged by an SLO for each resolver.
 */
export async function startDaemon({ probe, resolvers, qps }) {
  const folder = mkdtempSync(join(tmpdir(), 'resolver-slo-daemon-'));
  const pageUrl = `http://127.0.0.1:${String(await freePort())}`;
  writeSite(folder, { probe, resolvers, qps, pageUrl });
  const child = spawn(process.execPath, [PROGRAM, 'run', '-c', join(folder, 'resolver-slo.yaml')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  endWithUs(child);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const daemon = {
    pageUrl: `${pageUrl}/`,
    /** Measures by the same probe under another name from now on: what is kept can be told apart. */
    renameProbe: async (name, qname) => {
      const before = output.split(RELOADED).length;
      writeProbe(folder, { probe: name, resolvers, qps, qname });
      child.kill('SIGHUP');
      await until(
        () => output.split(RELOADED).length > before,
        () => output,
      );
    },
    startImport: (file) => startImport(folder, file),
    /** CPU of its threads over a while, in microseconds; `attempts` are told by `kept`. */
    cpuDuring: async (seconds) => {
      const before = cpuUsByThread(child.pid);
      await pause(seconds * 1e3);
      const after = cpuUsByThread(child.pid);
      return {
        seconds,
        mainUs: after.mainUs - before.mainUs,
        otherUs: after.otherUs - before.otherUs,
        rssMb: rssMbOf(child.pid),
      };
    },
    kept: (name) => kept(join(folder, 'data.db'), name),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
    close: async () => {
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
  try {
    await until(
      () =>
        fetch(`${pageUrl}/healthz`).then(
          ({ ok }) => ok,
          () => false,
        ),
      () => output,
    );
    return daemon;
  } catch (error) {
    await daemon.close();
    throw error;
  }
}

function writeSite(folder, { probe, resolvers, qps, pageUrl }) {
  mkdirSync(join(folder, 'probes'));
  mkdirSync(join(folder, 'slos'));
  const main = {
    vantage: 'bench',
    probes: ['probes/*.yaml'],
    slos: ['slos/*.yaml'],
    store: { sqlite: 'data.db' },
    http: { public: { listen: pageUrl.slice('http://'.length) } },
  };
  // JSON is YAML.
  writeFileSync(join(folder, 'resolver-slo.yaml'), JSON.stringify(main));
  writeProbe(folder, { probe, resolvers, qps });
  for (const { name } of resolvers) writeFileSync(join(folder, 'slos', `${name}.yaml`), JSON.stringify(slo(name)));
}

function writeProbe(folder, { probe, resolvers, qps, qname = () => 'www.example.org' }) {
  const count = Math.round((qps * EVERY_MS) / 1e3 / resolvers.length);
  const queries = Array.from({ length: count }, (_, i) => ({
    name: `q${String(i)}`,
    qname: qname(i),
    qtype: 'A',
  }));
  const asked = resolvers.map(({ name, port }) => ({ name, address: '127.0.0.1', port, maxQps: 100_000 }));
  const definition = { probe, every: `${String(EVERY_MS)}ms`, timeout: '2s', resolvers: asked, queries };
  writeFileSync(join(folder, 'probes', 'bench.yaml'), JSON.stringify(definition));
}

function slo(resolver) {
  const source = (events) => ({ metricSource: { type: 'resolver-slo', spec: { resolver, events } } });
  return {
    apiVersion: 'openslo/v1',
    kind: 'SLO',
    metadata: { name: resolver },
    spec: {
      service: 'bench',
      budgetingMethod: 'Occurrences',
      timeWindow: [{ duration: '28d', isRolling: true }],
      indicator: {
        metadata: { name: `${resolver}-sli` },
        spec: { ratioMetric: { counter: true, good: source('answered'), total: source('valid') } },
      },
      objectives: [{ target: 0.999 }],
    },
  };
}

function startImport(folder, file) {
  const child = spawn(process.execPath, [PROGRAM, 'import', '-c', join(folder, 'resolver-slo.yaml'), file], {
    stdio: 'ignore',
  });
  endWithUs(child);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return {
    isRunning: () => child.exitCode === null,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** What the store holds of a probe: attempts, and by resolver the median over all of them. */
async function kept(file, probe) {
  const store = openStore({ file, access: 'read-only' });
  try {
    const series = (await store.series()).filter(({ series }) => series.probe === probe);
    const found = { attempts: 0, answered: 0, p50Us: {} };
    for (const resolver of new Set(series.map(({ series }) => series.resolver))) {
      const ids = series.filter(({ series }) => series.resolver === resolver).map(({ id }) => id);
      Object.assign(found.p50Us, { [resolver]: await addCells(store, ids, found) });
    }
    return found;
  } finally {
    store.close();
  }
}

async function addCells(store, seriesIds, found) {
  const histogram = new DenseHistogram();
  let attempts = 0;
  await store.scanCells({ seriesIds, resolution: 'minute', ...ALWAYS }, ({ counts, answered }) => {
    attempts += OUTCOMES.reduce((sum, outcome) => sum + counts[outcome], 0);
    found.answered += counts.answered;
    if (answered !== null) histogram.add(answered);
  });
  found.attempts += attempts;
  return percentileUs(histogram.toHistogram(), 0.5, attempts);
}

async function until(isTrue, output) {
  for (let attempt = 0; attempt < 2_400; attempt++) {
    if (await isTrue()) return;
    await pause(50);
  }
  throw new Error(`the daemon did not get there within two minutes:\n${output()}`);
}
