// Whether what else this program does changes what it measures.
//   node bench/measure/busy.mjs [--rounds N] [--seconds N] [--qps N] [--out FILE]
// The resolvers are one that waits for 20 ms and a real unbound. Each round is measured by
// - a real daemon: idle; and with its status page under load while an import runs;
// - the prober alone: idle; and with its own event loop held up 5 ms in every turn.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { seededRandom } from '../../dist/lab/seeded-random.js';
import { CountTable } from '../support/count-table.mjs';
import { startDaemon } from '../support/daemon.mjs';
import { errorsUs, numberedName, startDelayResponder } from '../support/delay-responder.mjs';
import { pause, requirePrograms, UNBOUND } from '../support/programs.mjs';
import { planFor, startProber } from '../support/prober.mjs';
import { startUnbound } from '../support/unbound.mjs';
import { line, median, readArguments, tell } from '../support/verdict.mjs';
import { startVisitors } from '../support/visitors.mjs';
import { writeNdjson } from '../support/write-ndjson.mjs';

const DELAY_MS = 20;
const STALL_MS = 5;
const EVERY_MS = 100;
/** Medians within this of the idle run. */
const LIMIT = 0.2;
const IMPORT_SERIES = 200;
/** Six lines each: more than an import reads in the time. */
const IMPORT_MINUTES_A_SECOND = 90;
/** More than there are series of one resolver. */
const PHASE_NUMBERS = 1_000;
const HOUR_MS = 3_600_000;

requirePrograms(UNBOUND);
const options = readArguments('busy', { rounds: 3, seconds: 15, qps: 1_000 });
const folder = mkdtempSync(join(tmpdir(), 'resolver-slo-busy-'));
const [unbound, delayed] = [
  await startUnbound(),
  await startDelayResponder({ delayMs: DELAY_MS, isFavoured: options.form === 'full' }),
];
const resolvers = [
  { name: 'delayed', port: delayed.port },
  { name: 'unbound', port: unbound.port },
];
try {
  report(await daemonRounds(), await proberRounds());
} finally {
  delayed.stop();
  await unbound.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function daemonRounds() {
  const daemon = await startDaemon({ probe: 'warm-up', resolvers, qps: options.qps });
  try {
    await pause(2_000);
    const rounds = [];
    for (let i = 0; i < options.rounds; i++) {
      const idle = await daemonPhase(daemon, `idle-${String(i)}`, 2 * i + 1, leaveIdle);
      const busy = await daemonPhase(daemon, `busy-${String(i)}`, 2 * i + 2, () => keepBusy(daemon, i));
      rounds.push({ idle, busy });
    }
    await daemon.stop();
    for (const phase of rounds.flatMap(({ idle, busy }) => [idle, busy]))
      Object.assign(phase, await daemon.kept(phase.probe));
    return rounds;
  } finally {
    await daemon.close();
  }
}

/**
 * Measures under a name of its own, from after the load has begun until before it ends; `number` is
 * in every qname, so that the responder tells what it did in this phase.
 */
async function daemonPhase(daemon, name, number, beginLoad) {
  const endLoad = await beginLoad();
  await pause(500);
  await daemon.renameProbe(name, (i) => numberedName(number * PHASE_NUMBERS + i));
  const used = await daemon.cpuDuring(options.seconds);
  await daemon.renameProbe('between');
  const load = await endLoad();
  await pause(2 * DELAY_MS);
  const own = (await delayed.replies()).filter(([asked]) => Math.floor(asked / PHASE_NUMBERS) === number);
  return { probe: name, mainThreadBusy: used.mainUs / (used.seconds * 1e6), trueDelayUs: medianDelayUs(own), ...load };
}

function leaveIdle() {
  return Promise.resolve(() => ({ pages: 0, isImporting: false }));
}

/** The page under load, and an import that has not ended when the phase does. */
async function keepBusy(daemon, round) {
  const file = await importFile(round);
  const visitors = startVisitors(daemon.pageUrl);
  const importing = daemon.startImport(file);
  return async () => {
    const isImporting = importing.isRunning();
    await importing.stop();
    return { pages: await visitors.stop(), isImporting };
  };
}

/** Hours that no other round imports; the same file twice would be no work. */
async function importFile(round) {
  const path = join(folder, `round-${String(round)}.ndjson`);
  const minutes = Math.ceil(IMPORT_MINUTES_A_SECOND * (options.seconds + 2));
  const toMs = Math.floor(Date.now() / HOUR_MS - round * 48) * HOUR_MS;
  const fromMs = toMs - minutes * 60_000;
  await writeNdjson({ path, seriesCount: IMPORT_SERIES, fromMs, toMs, order: 'time', random: seededRandom(round) });
  return path;
}

async function proberRounds() {
  const probers = { idle: startProber(), stalled: startProber({ stallMs: STALL_MS }) };
  try {
    const rounds = [];
    for (let i = 0; i < options.rounds; i++)
      rounds.push({ idle: await proberPhase(probers.idle), stalled: await proberPhase(probers.stalled) });
    return rounds;
  } finally {
    for (const prober of Object.values(probers)) prober.close();
  }
}

async function proberPhase(prober) {
  const plan = planFor({ qps: options.qps, resolvers, everyMs: EVERY_MS, qname: numberedName });
  await delayed.replies();
  const request = { plan, seconds: options.seconds, splitsResolvers: true, keepsAttempts: true };
  const { byResolver, each, outcomes, sendLagUs, loopLagUs } = await prober.measure(request);
  const { errors, delays, unmatched } = errorsUs(
    each.filter(([name]) => name === 'delayed'),
    await delayed.replies(),
    EVERY_MS,
  );
  const p50Us = Object.fromEntries(Object.entries(byResolver).map(([name, table]) => [name, table.quantile(0.5)]));
  return {
    p50Us,
    trueDelayUs: delays.quantile(0.5),
    errorUs: errors.summary(),
    unmatched,
    outcomes,
    sendLagUs: sendLagUs.summary(),
    loopLagUs: loopLagUs.summary(),
  };
}

function medianDelayUs(replies) {
  return new CountTable().addAll(replies.map(([, , delayMs]) => delayMs * 1e3)).quantile(0.5);
}

function report(daemon, prober) {
  const change = (rounds, loaded, name) =>
    median(rounds.map((round) => Math.abs(round[loaded].p50Us[name] / round.idle.p50Us[name] - 1)));
  const seen = (rounds, phase, name) => median(rounds.map((round) => round[phase].p50Us[name]));
  const truth = (rounds, phase) => median(rounds.map((round) => round[phase].trueDelayUs));
  const lines = [
    line(
      '20 ms responder, main thread busy: median off the idle run by',
      '≤',
      100 * LIMIT,
      100 * change(daemon, 'busy', 'delayed'),
      '%',
    ),
    line(
      '20 ms responder, own loop stalled 5 ms a turn: median off the idle run by',
      '≤',
      100 * LIMIT,
      100 * change(prober, 'stalled', 'delayed'),
      '%',
    ),
    line('rounds that the import outlasted', '≥', daemon.length, daemon.filter(({ busy }) => busy.isImporting).length),
    line('main thread busy, of the time', '', null, 100 * median(daemon.map(({ busy }) => busy.mainThreadBusy)), '%'),
    ...['idle', 'busy'].map((phase) =>
      line(
        `20 ms responder, daemon ${phase}: median RTT / true delay`,
        '',
        null,
        seen(daemon, phase, 'delayed') - truth(daemon, phase),
        'µs apart',
      ),
    ),
    ...['idle', 'stalled'].map((phase) =>
      line(
        `20 ms responder, prober ${phase}: |RTT − true delay|, median`,
        '',
        null,
        median(prober.map((round) => round[phase].errorUs.p50)),
        'µs',
      ),
    ),
    ...['idle', 'busy'].map((phase) =>
      line(`unbound, daemon ${phase}: median`, '', null, seen(daemon, phase, 'unbound'), 'µs'),
    ),
    ...['idle', 'stalled'].map((phase) =>
      line(`unbound, prober ${phase}: median`, '', null, seen(prober, phase, 'unbound'), 'µs'),
    ),
  ];
  tell('busy', options, { delayMs: DELAY_MS, stallMs: STALL_MS, qps: options.qps, daemon, prober }, lines);
}
