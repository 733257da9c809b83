// The prober as the daemon runs it, in a thread of its own, in a process of its own: so that what it
// costs can be told from what measuring it costs. Driven by messages of prober.mjs.
import { OUTCOMES } from '../../dist/domain/outcome.js';
import { startWorker } from '../../dist/daemon/start-worker.js';
import { CountTable } from './count-table.mjs';
import { openDescriptorsOf, rssMbOf } from './process-facts.mjs';

const NOTHING = { vantage: 'bench', probes: [], canaries: [] };
/** Sockets are open, code is compiled and buffers have found their size. */
const SETTLE_MS = 2_000;
const POLL_MS = 50;

const { stallMs } = JSON.parse(process.argv[2]);
const prober = startProber();
process.on('message', (request) => void measure(request).then((found) => process.send(found)));
process.on('disconnect', () => process.exit(0));

function startProber() {
  const daemonEntry = new URL('../../dist/measure/worker.js', import.meta.url);
  const stalledEntry = new URL('stalled-worker.mjs', import.meta.url);
  const worker = stallMs > 0 ? startWorker(stalledEntry, { workerData: { stallMs } }) : startWorker(daemonEntry);
  let onBatch = () => undefined;
  let onPlanned = () => undefined;
  worker.on('message', (message) => {
    if (message.type === 'batch') onBatch(message.batch);
    else if (message.type === 'planned') onPlanned();
    else if (message.type === 'refused') throw new Error(message.message);
    else console.error(`prober: ${message.message}`);
  });
  worker.on('error', (error) => {
    throw error;
  });
  return {
    setPlan: (plan) =>
      new Promise((resolve) => {
        onPlanned = resolve;
        worker.postMessage({ type: 'plan', plan });
      }),
    take: (receiver) => (onBatch = receiver),
  };
}

/** Measures by a plan for a while; what was scheduled in that while counts. */
async function measure({
  plan,
  seconds,
  settleMs = SETTLE_MS,
  sliceSeconds = seconds,
  keepsAttempts = false,
  splitsResolvers = false,
}) {
  let fromMs = Infinity;
  const found = collector({
    sliceSeconds,
    keepsAttempts,
    splitsResolvers,
    window: () => [fromMs, fromMs + seconds * 1e3],
  });
  prober.take(found.take);
  await prober.setPlan(plan);
  await pause(settleMs);
  fromMs = Date.now();
  const before = process.cpuUsage();
  for (let slice = 1; slice * sliceSeconds <= seconds; slice++) {
    await pause(fromMs + slice * sliceSeconds * 1e3 - Date.now());
    found.endSlice();
  }
  const cpu = process.cpuUsage(before);
  const untilMs = Date.now();
  await prober.setPlan(NOTHING);
  while (found.finalBeforeMs() < untilMs) await pause(POLL_MS);
  prober.take(() => undefined);
  return { ...found.result(), cpuUs: cpu.user + cpu.system, seconds };
}

function collector({ sliceSeconds, keepsAttempts, splitsResolvers, window }) {
  const rttUs = new CountTable();
  const byResolver = new Map();
  const loopLagUs = new CountTable();
  const byOutcome = OUTCOMES.map(() => 0);
  const perSeries = new Map();
  const attempts = [];
  const slices = [];
  let sendLagUs = new CountTable();
  const allSendLagUs = new CountTable();
  let finalBeforeMs = 0;
  let receiveClock = null;
  const tableOf = (resolver) => {
    if (!splitsResolvers) return rttUs;
    const table = byResolver.get(resolver) ?? new CountTable();
    byResolver.set(resolver, table);
    return table;
  };
  const slotsFor = (series) => {
    const key = `${series.resolver} ${series.query}`;
    const known = perSeries.get(key) ?? {
      series,
      rttUs: tableOf(series.resolver),
      count: 0,
      firstMs: Infinity,
      lastMs: -Infinity,
    };
    perSeries.set(key, known);
    return known;
  };
  const take = (batch) => {
    const [fromMs, toMs] = window();
    finalBeforeMs = batch.finalBeforeMs;
    receiveClock = batch.health.receiveClock;
    if (Date.now() >= fromMs && Date.now() < toMs) {
      sendLagUs.addAll(batch.health.sendLagUs);
      loopLagUs.addAll(batch.health.loopLagUs);
    }
    const slotsOfSeries = batch.series.map(slotsFor);
    for (let row = 0; row < batch.scheduledAtMs.length; row++) {
      const atMs = batch.scheduledAtMs[row];
      if (atMs < fromMs || atMs >= toMs) continue;
      const us = batch.rttUs[row];
      const slots = slotsOfSeries[batch.seriesIndex[row]];
      byOutcome[batch.outcome[row]]++;
      if (!Number.isNaN(us)) slots.rttUs.add(us);
      addSlot(slots, atMs);
      if (keepsAttempts) attempts.push([slots.series.resolver, slots.series.query, atMs, us]);
    }
  };
  return {
    take,
    finalBeforeMs: () => finalBeforeMs,
    endSlice: () => {
      const facts = { rssMb: rssMbOf(process.pid), descriptors: openDescriptorsOf(process.pid) };
      slices.push({ seconds: sliceSeconds, sendLagUs: sendLagUs.summary(), ...facts });
      allSendLagUs.addTable(sendLagUs);
      sendLagUs = new CountTable();
    },
    result: () => ({
      outcomes: Object.fromEntries(OUTCOMES.map((name, i) => [name, byOutcome[i]]).filter(([, count]) => count > 0)),
      attempts: byOutcome.reduce((sum, count) => sum + count, 0),
      rttUs: rttUs.toPairs(),
      byResolver: [...byResolver].map(([name, table]) => [name, table.toPairs()]),
      sendLagUs: allSendLagUs.toPairs(),
      loopLagUs: loopLagUs.toPairs(),
      slots: slotsOf(perSeries),
      slices,
      receiveClock,
      ...(keepsAttempts ? { each: attempts } : {}),
    }),
  };
}

function addSlot(slots, atMs) {
  slots.count++;
  slots.firstMs = Math.min(slots.firstMs, atMs);
  slots.lastMs = Math.max(slots.lastMs, atMs);
}

/** How evenly the slots of the series lie: a schedule that drifts has a longer or shorter interval. */
function slotsOf(perSeries) {
  const all = [...perSeries.values()];
  const intervals = all
    .filter(({ count }) => count > 1)
    .map(({ count, firstMs, lastMs }) => (lastMs - firstMs) / (count - 1));
  const counts = all.map(({ count }) => count);
  return {
    series: all.length,
    fewest: Math.min(...counts),
    most: Math.max(...counts),
    shortestIntervalMs: Math.min(...intervals),
    longestIntervalMs: Math.max(...intervals),
  };
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
