// CPU per probe: ours against Prometheus' blackbox_exporter, in alternating rounds on one unbound.
//   node bench/measure/cpu.mjs [--rounds N] [--seconds N] [--out FILE]
// blackbox_exporter is driven as fast as it goes, which is where a probe costs it least; of ours the
// harness that receives the batches is included.
import { startBlackbox } from '../support/blackbox.mjs';
import { BLACKBOX, requirePrograms, UNBOUND } from '../support/programs.mjs';
import { planOf, startProber } from '../support/prober.mjs';
import { startUnbound } from '../support/unbound.mjs';
import { line, median, readArguments, tell } from '../support/verdict.mjs';

const LIMIT = 1 / 15;
/** Percent. Attempts that were not made cost little: they must not flatter us. */
const ANSWERED = 99.9;
const RATES = [20_000, 5_000, 1_000];

requirePrograms(UNBOUND, BLACKBOX);
const options = readArguments('cpu', { rounds: 3, seconds: 10 });
const unbound = await startUnbound();
const blackbox = await startBlackbox(unbound.port);
const prober = startProber();
try {
  const rounds = [];
  for (let i = 0; i < options.rounds; i++) rounds.push(await round());
  report(rounds);
} finally {
  prober.close();
  await blackbox.stop();
  await unbound.stop();
}

async function round() {
  const theirs = await blackbox.saturate(options.seconds);
  const ours = {};
  for (const qps of RATES) {
    const { attempts, outcomes, cpuUs } = await prober.measure({
      plan: planOf({ qps, port: unbound.port }),
      seconds: options.seconds,
    });
    ours[qps] = { attempts, answered: outcomes.answered ?? 0, usPerProbe: cpuUs / outcomes.answered };
  }
  return { blackbox: { probes: theirs.probes, usPerProbe: theirs.cpuUs / theirs.probes }, ours };
}

function report(rounds) {
  const [fastest] = RATES;
  const theirs = median(rounds.map(({ blackbox }) => blackbox.usPerProbe));
  const ratio = median(rounds.map(({ ours, blackbox }) => ours[fastest].usPerProbe / blackbox.usPerProbe));
  const lines = [
    line('CPU per probe, ours ÷ blackbox_exporter, median of the rounds', '≤', LIMIT, ratio),
    line('blackbox_exporter', '', null, theirs, 'µs'),
    ...RATES.map((qps) =>
      line(
        `ours at ${qps.toLocaleString('en-US')} queries a second`,
        '',
        null,
        median(rounds.map(({ ours }) => ours[qps].usPerProbe)),
        'µs',
      ),
    ),
  ];
  const answered = rounds.map(({ ours }) => ours[fastest].answered / ours[fastest].attempts);
  lines.push(line('ours, answered at the highest rate', '≥', ANSWERED, 100 * Math.min(...answered), '%'));
  tell('cpu', options, { ratio, timesCheaper: 1 / ratio, rounds }, lines);
}
