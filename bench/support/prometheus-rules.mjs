// Debian's Prometheus with the history of bench/store.mjs, evaluating recording rules as Sloth writes them:
// for each of a thousand SLOs the ratio of errors over eight windows, the period's among them.
import { execFileSync } from 'node:child_process';
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { answersWithin } from '../../dist/app/answers-within.js';
import { validCount } from '../../dist/domain/outcome.js';
import { openStore } from '../../dist/record/store/sqlite/open-store.js';
import { freePort, pause, PROMETHEUS, PROMTOOL, requirePrograms, startProgram } from './programs.mjs';
import { thousandSlos } from './thousand-slos.mjs';

const WINDOWS = ['5m', '30m', '1h', '2h', '6h', '1d', '3d', '28d'];
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** History goes on for so long after it was made, so that the shortest windows always hold something. */
const AHEAD_MS = 60 * MINUTE_MS;
const SLOW_US = 50_000;

/**
 * What evaluating the rules costs a minute, from Prometheus's own metrics; `null` for no minutes.
 *
 * @param file the store whose minutes become counters, moved so that they end now
 */
export async function measureRules({ file, minutes }) {
  if (minutes === 0) return null;
  requirePrograms(PROMETHEUS, PROMTOOL);
  const folder = mkdtempSync(join(tmpdir(), 'resolver-slo-prometheus-'));
  try {
    const { samples, slos } = await backfill(folder, file);
    writeRules(folder, slos);
    return { samples, rules: slos.length * WINDOWS.length, ...(await measureIn(folder, minutes)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function backfill(folder, file) {
  const store = openStore({ file, access: 'read-only' });
  const stored = await store.series();
  const names = new Map(stored.map(({ id, series }) => [id, series.resolver]));
  const [firstMs, lastMs] = [await store.firstCellMs(), await lastMinuteMs(store, stored[0].id)];
  const shiftMs = Math.ceil((Date.now() + AHEAD_MS) / MINUTE_MS) * MINUTE_MS - lastMs;
  const sums = new Map(stored.map(({ id }) => [id, [0, 0, 0]]));
  let samples = 0;
  mkdirSync(join(folder, 'data'));
  for (let fromMs = firstMs; fromMs < lastMs; fromMs += DAY_MS) {
    samples += await writeDay(store, { names, sums, shiftMs, fromMs, path: join(folder, 'day.txt') });
    const args = ['tsdb', 'create-blocks-from', 'openmetrics', '--max-block-duration=24h', 'day.txt', 'data'];
    execFileSync(PROMTOOL, args, { cwd: folder, stdio: 'ignore' });
  }
  store.close();
  rmSync(join(folder, 'day.txt'));
  return { samples, slos: thousandSlos(stored) };
}

async function lastMinuteMs(store, seriesId) {
  const { daysToMs } = await store.rolledUp();
  let lastMs = 0;
  const query = {
    seriesIds: [seriesId],
    resolution: 'minute',
    fromMs: daysToMs - 5 * DAY_MS,
    toMs: daysToMs + 2 * DAY_MS,
  };
  await store.scanCells(query, (cell) => (lastMs = cell.startMs));
  return lastMs;
}

/** A day of counters: attempts, those not answered, those not answered in time. */
async function writeDay(store, { names, sums, shiftMs, fromMs, path }) {
  const texts = { attempts: [], failed: [], slow: [] };
  const query = { seriesIds: null, resolution: 'minute', fromMs, toMs: fromMs + DAY_MS };
  await store.scanCells(query, (cell, tell) => {
    const sum = sums.get(cell.seriesId);
    const valid = validCount(cell.counts);
    sum[0] += valid;
    sum[1] += valid - cell.counts.answered;
    sum[2] += valid - (answersWithin(cell, [SLOW_US], tell).within[0] ?? 0);
    const end = `{resolver="${names.get(cell.seriesId)}"}`;
    const at = String((cell.startMs + shiftMs) / 1_000);
    Object.values(texts).forEach((lines, i) => lines.push(`${end} ${String(sum[i])} ${at}\n`));
  });
  const out = createWriteStream(path);
  for (const [name, lines] of Object.entries(texts)) {
    out.write(`# TYPE ${name} counter\n`);
    for (let i = 0; i < lines.length; i += 10_000)
      if (
        !out.write(
          lines
            .slice(i, i + 10_000)
            .map((line) => `${name}_total${line}`)
            .join(''),
        )
      )
        await once(out, 'drain');
  }
  out.end('# EOF\n');
  await once(out, 'finish');
  return texts.attempts.length * 3;
}

/** One group for each SLO, as Sloth has it; the period's window in full, not as a mean of five-minute ratios. */
function writeRules(folder, slos) {
  const groups = slos.map(({ name, indicator: { good, total } }) => {
    const resolvers = total.selector.resolver.join('|');
    const errors = good.events === 'within' ? 'slow_total' : 'failed_total';
    const rate = (metric, window) => `sum(rate(${metric}{resolver=~"${resolvers}"}[${window}]))`;
    const rules = WINDOWS.map((window) => ({
      record: `slo:sli_error:ratio_rate${window}`,
      expr: `${rate(errors, window)} / ${rate('attempts_total', window)}`,
      labels: { sloth_id: name, sloth_window: window },
    }));
    return { name: `sloth-slo-sli-recordings-${name}`, rules };
  });
  // JSON is YAML.
  writeFileSync(join(folder, 'rules.yml'), JSON.stringify({ groups }));
  const config = 'global: { evaluation_interval: 1m }\nrule_files: [rules.yml]\n';
  writeFileSync(join(folder, 'prometheus.yml'), config);
}

async function measureIn(folder, minutes) {
  const port = await freePort();
  const url = `http://127.0.0.1:${String(port)}`;
  const args = [
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    '--storage.tsdb.retention.time=1y',
    `--web.listen-address=127.0.0.1:${String(port)}`,
  ];
  const prometheus = await startProgram(PROMETHEUS, args, async () => (await ask(`${url}/-/ready`)) !== null);
  try {
    // Groups begin spread over the first minute, and load what they need while they do.
    await pause(2 * MINUTE_MS);
    const before = await metricsOf(url);
    await pause(minutes * MINUTE_MS);
    const after = await metricsOf(url);
    const aMinute = (name) => (after[name] - before[name]) / minutes;
    return {
      version: await versionOf(url),
      ruleSecondsAMinute: digits(aMinute('prometheus_rule_evaluation_duration_seconds_sum')),
      evaluationsAMinute: Math.round(aMinute('prometheus_rule_evaluation_duration_seconds_count')),
      failuresAMinute: aMinute('prometheus_rule_evaluation_failures_total'),
      cpuSecondsAMinute: digits(aMinute('process_cpu_seconds_total')),
      residentMb: Math.round(after.process_resident_memory_bytes / 2 ** 20),
    };
  } finally {
    await prometheus.stop();
  }
}

async function ask(url) {
  const response = await fetch(url).catch(() => null);
  return response?.ok === true ? response.text() : null;
}

/** Sums over labels. */
async function metricsOf(url) {
  const sums = {};
  for (const line of (await ask(`${url}/metrics`)).split('\n')) {
    const [, name, value] = /^([a-z_]+)(?:\{.*\})? (\S+)$/.exec(line) ?? [];
    if (name !== undefined) sums[name] = (sums[name] ?? 0) + Number(value);
  }
  return { prometheus_rule_evaluation_failures_total: 0, ...sums };
}

async function versionOf(url) {
  return JSON.parse(await ask(`${url}/api/v1/status/buildinfo`)).data.version;
}

function digits(value) {
  return Number(value.toPrecision(3));
}
