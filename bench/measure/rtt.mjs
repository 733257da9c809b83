// The round-trip time that a resolver on the same machine has, seen by us and by others.
//   node bench/measure/rtt.mjs [--rounds N] [--seconds N] [--qps N] [--out FILE]
// Whoever asks, it is the same unbound, in alternating rounds.
import { runDig } from '../support/dig.mjs';
import { runDnsperf } from '../support/dnsperf.mjs';
import { startBlackbox } from '../support/blackbox.mjs';
import { CountTable } from '../support/count-table.mjs';
import { BLACKBOX, DIG, DNSPERF, requirePrograms, UNBOUND } from '../support/programs.mjs';
import { planOf, startProber } from '../support/prober.mjs';
import { startUnbound } from '../support/unbound.mjs';
import { line, median, readArguments, tell } from '../support/verdict.mjs';

const LIMIT = 1.15;
const STALL_MS = 5;
const BLACKBOX_QPS = 50;
const DIG_COUNT = 50;

requirePrograms(UNBOUND, DNSPERF, BLACKBOX, DIG);
const options = readArguments('rtt', { rounds: 5, seconds: 10, qps: 1_000 });
const unbound = await startUnbound();
const blackbox = await startBlackbox(unbound.port);
const probers = { ours: startProber(), stalled: startProber({ stallMs: STALL_MS }) };
try {
  const rounds = [];
  for (let i = 0; i < options.rounds; i++) rounds.push(await round());
  report(rounds, runDig(unbound.port, DIG_COUNT));
} finally {
  for (const prober of Object.values(probers)) prober.close();
  await blackbox.stop();
  await unbound.stop();
}

async function round() {
  const { seconds, qps } = options;
  const request = { plan: planOf({ qps, port: unbound.port }), seconds };
  const ours = await probers.ours.measure(request);
  const dnsperf = await runDnsperf({ port: unbound.port, qps, seconds });
  const stalled = await probers.stalled.measure(request);
  const { requestUs, probeUs } = await blackbox.pace(BLACKBOX_QPS, seconds);
  return { ours, dnsperf, stalled, blackbox: { rttUs: requestUs }, blackboxProbe: { rttUs: probeUs } };
}

function report(rounds, digMs) {
  const ratios = rounds.map(({ ours, dnsperf }) => ours.rttUs.quantile(0.5) / dnsperf.rttUs.quantile(0.5));
  const all = (who) => rounds.reduce((sum, round) => sum.addTable(round[who].rttUs), new CountTable());
  const asked = rounds.reduce((sum, { ours }) => sum + ours.attempts, 0);
  const answered = rounds.reduce((sum, { ours }) => sum + (ours.outcomes.answered ?? 0), 0);
  const tables = {
    ours: all('ours'),
    dnsperf: all('dnsperf'),
    stalled: all('stalled'),
    blackbox: all('blackbox'),
    blackboxProbe: all('blackboxProbe'),
  };
  const lines = [
    line('median RTT, ours ÷ dnsperf, median of the rounds', '≤', LIMIT, median(ratios)),
    line('ours, median', '', null, tables.ours.quantile(0.5), 'µs'),
    line('dnsperf, median', '', null, tables.dnsperf.quantile(0.5), 'µs'),
    line(`ours, the loop held up ${String(STALL_MS)} ms a turn, median`, '', null, tables.stalled.quantile(0.5), 'µs'),
    line('blackbox_exporter, phase "request", median', '', null, tables.blackbox.quantile(0.5), 'µs'),
    line('blackbox_exporter, probe_duration_seconds, median', '', null, tables.blackboxProbe.quantile(0.5), 'µs'),
    line('dig, "Query time", median', '', null, median(digMs), 'ms'),
  ];
  tell(
    'rtt',
    options,
    {
      qps: options.qps,
      asked,
      answered,
      receiveClock: rounds[0].ours.receiveClock,
      ratios,
      rttUs: Object.fromEntries(Object.entries(tables).map(([who, table]) => [who, table.summary()])),
      curvesUs: Object.fromEntries(Object.entries(tables).map(([who, table]) => [who, table.curve()])),
    },
    lines,
  );
}
