// A thousand resolvers, each asked once a second, for ten minutes: does anything drift or grow?
//   node bench/measure/many.mjs [--minutes N] [--resolvers N] [--sliceSeconds N] [--out FILE]
// One unbound answers at a thousand addresses of loopback, each a resolver with ports of its own.
import { watchMachine } from '../support/machine.mjs';
import { requirePrograms, UNBOUND } from '../support/programs.mjs';
import { queryOf, resolverOf, startProber } from '../support/prober.mjs';
import { startUnbound } from '../support/unbound.mjs';
import { line, machineLines, readArguments, tell } from '../support/verdict.mjs';

const EVERY_MS = 1_000;
const LIMITS = { lagUs: 2_000, growth: 1.1 };
/** Ports come and go for a minute until they do so evenly. */
const SETTLE_MS = 60_000;

requirePrograms(UNBOUND);
const options = readArguments('many', { minutes: 10, resolvers: 1_000, sliceSeconds: 60 });
const unbound = await startUnbound({ everyAddress: true });
const prober = startProber();
const machine = watchMachine();
try {
  const seconds = Math.round(options.minutes * 60);
  const settleMs = Math.min(SETTLE_MS, seconds * 1e3);
  const { sliceSeconds } = options;
  const measured = await prober.measure({ plan: plan(unbound.port), seconds, settleMs, sliceSeconds });
  report({ ...measured, machine: await machine.stop() });
} finally {
  prober.close();
  await unbound.stop();
}

function plan(port) {
  const resolvers = Array.from({ length: options.resolvers }, (_, i) => resolverOf(`r${String(i)}`, address(i), port));
  const queries = [queryOf('www', 'www.example.org')];
  const schedule = { kind: 'every', everyMs: EVERY_MS };
  return { vantage: 'bench', probes: [{ name: 'many', schedule, timeoutMs: 2_000, resolvers, queries }], canaries: [] };
}

function address(i) {
  return `127.1.${String(i >> 8)}.${String(i & 255)}`;
}

function report({ attempts, outcomes, slots, slices, sendLagUs, rttUs, cpuUs, seconds, machine }) {
  const [first, last] = [slices[0], slices.at(-1)];
  const expected = (seconds * 1e3) / EVERY_MS;
  const worst = Math.max(slots.most - expected, expected - slots.fewest);
  const lines = [
    line('resolvers asked', '≥', options.resolvers, slots.series),
    line(`attempts of a resolver, off ${String(expected)} by at most`, '≤', 1, worst),
    line('attempts answered', '≥', 99.9, (100 * (outcomes.answered ?? 0)) / attempts, '%'),
    line('send lag, p99', '≤', LIMITS.lagUs, sendLagUs.quantile(0.99), 'µs'),
    line('send lag, p99 in the last minute', '≤', LIMITS.lagUs, last.sendLagUs.p99, 'µs'),
    line('send lag, p99 in the first minute', '', null, first.sendLagUs.p99, 'µs'),
    ...machineLines(machine),
    line('memory, last minute ÷ first', '≤', LIMITS.growth, last.rssMb / first.rssMb),
    line('memory at the end', '', null, last.rssMb, 'MB'),
    line('open descriptors, last minute ÷ first', '≤', LIMITS.growth, last.descriptors / first.descriptors),
    line('open descriptors at the end', '', null, last.descriptors),
    line('CPU', '', null, (100 * cpuUs) / (seconds * 1e6), '% of a core'),
  ];
  tell(
    'many',
    options,
    {
      resolvers: options.resolvers,
      seconds,
      attempts,
      outcomes,
      slots,
      slices,
      sendLagUs: sendLagUs.summary(),
      sleeperLateUs: machine.lateUs.summary(),
      stolen: machine.stolen,
      rttUs: rttUs.summary(),
      cpuUsPerAttempt: cpuUs / attempts,
    },
    lines,
  );
}
