// What one process bears: 20,000 queries a second for a minute, each from the next source port.
//   node bench/measure/rate.mjs [--seconds N] [--qps N] [--daemonSeconds N] [--out FILE]
// Once the prober alone, as the daemon runs it; once the whole daemon, which also keeps and judges.
import { startDaemon } from '../support/daemon.mjs';
import { watchMachine } from '../support/machine.mjs';
import { udpPorts } from '../support/process-facts.mjs';
import { pause, requirePrograms, UNBOUND } from '../support/programs.mjs';
import { planOf, startProber } from '../support/prober.mjs';
import { startUnbound } from '../support/unbound.mjs';
import { line, machineLines, readArguments, tell } from '../support/verdict.mjs';

const LIMITS = { qps: 20_000, answered: 99.9, lagUs: 2_000, ports: 16 };
/** Rates rounded down by a slot at either end still count. */
const SLACK = 0.999;
const LOOK_MS = 2_000;
/** One socket is there for the kernel's stamps only: nothing is sent by it. */
const KEPT_PORTS = 1;

requirePrograms(UNBOUND);
const options = readArguments('rate', { seconds: 60, qps: 20_000, daemonSeconds: 30 });
const unbound = await startUnbound();
try {
  report(await proberAlone(), await wholeDaemon());
} finally {
  await unbound.stop();
}

async function proberAlone() {
  const prober = startProber();
  const ports = new Set();
  const machine = watchMachine();
  const look = setInterval(() => udpPorts(prober.pid).forEach((port) => ports.add(port)), LOOK_MS);
  try {
    const plan = planOf({ qps: options.qps, port: unbound.port });
    const measured = await prober.measure({ plan, seconds: options.seconds });
    return { ...measured, ports: ports.size - KEPT_PORTS, machine: await machine.stop() };
  } finally {
    clearInterval(look);
    prober.close();
  }
}

async function wholeDaemon() {
  const { qps, daemonSeconds } = options;
  const daemon = await startDaemon({ probe: 'warm-up', resolvers: [{ name: 'ns1', port: unbound.port }], qps });
  try {
    await pause(2_000);
    await daemon.renameProbe('rate');
    const { mainUs, otherUs, rssMb } = await daemon.cpuDuring(daemonSeconds);
    await daemon.stop();
    const { attempts, answered } = await daemon.kept('rate');
    const inTime = (qps * daemonSeconds * answered) / attempts;
    return { attempts, answered, mainUsPerAnswered: mainUs / inTime, otherUsPerAnswered: otherUs / inTime, rssMb };
  } finally {
    await daemon.close();
  }
}

function report({ attempts, outcomes, sendLagUs, rttUs, cpuUs, seconds, slices, ports, machine }, daemon) {
  const lines = [
    line('queries a second', '≥', Math.min(LIMITS.qps, options.qps) * SLACK, attempts / seconds),
    line('answered', '≥', LIMITS.answered, (100 * (outcomes.answered ?? 0)) / attempts, '%'),
    line('send lag, p99', '≤', LIMITS.lagUs, sendLagUs.quantile(0.99), 'µs'),
    ...machineLines(machine),
    line('source ports seen', '≥', LIMITS.ports, ports),
    line('CPU per answered probe', '', null, cpuUs / outcomes.answered, 'µs'),
    line('memory at the end', '', null, slices.at(-1).rssMb, 'MB'),
    line('the whole daemon: answered', '', null, (100 * daemon.answered) / daemon.attempts, '%'),
    line('the whole daemon: CPU per answered probe, main thread', '', null, daemon.mainUsPerAnswered, 'µs'),
    line('the whole daemon: CPU per answered probe, other threads', '', null, daemon.otherUsPerAnswered, 'µs'),
    line('the whole daemon: memory', '', null, daemon.rssMb, 'MB'),
  ];
  const prober = {
    attempts,
    seconds,
    outcomes,
    ports,
    slices,
    sendLagUs: sendLagUs.summary(),
    sleeperLateUs: machine.lateUs.summary(),
    stolen: machine.stolen,
    rttUs: rttUs.summary(),
    cpuUsPerAnswered: cpuUs / outcomes.answered,
  };
  tell('rate', options, { qps: options.qps, prober, daemon }, lines);
}
