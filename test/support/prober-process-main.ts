import { readdirSync, readlinkSync } from 'node:fs';

import { Asker } from '../../src/measure/asker.js';
import { nodeTimers } from '../../src/measure/deadline-queue.js';
import { createProber, type Prober } from '../../src/measure/prober.js';
import { proberClock } from '../../src/measure/prober-clock.js';
import { cryptoRandom } from '../../src/measure/random-source.js';
import { loadKernelSockets } from '../../src/measure/transport/kernel/kernel-sockets.js';
import type { FromProberProcess, ToProberProcess } from './prober-process.js';

/** The process of `startProberProcess()`: a prober as its parent tells, and nothing else. */
let prober: Prober | null = null;
let before = openThings();

process.on('message', (message: ToProberProcess) => {
  switch (message.type) {
    case 'start':
      return start(message);
    case 'stall':
      return stall(message.forMs);
    case 'stop':
      return void stop(message.drain);
    default:
      message satisfies never;
  }
});
process.on('disconnect', () => process.exit());

loadKernelSockets(); // what loading the library opens is no leak of a prober
tell({ type: 'ready', descriptors: readdirSync('/proc/self/fd').length - 1 });

function start({ plan, sockets }: Extract<ToProberProcess, { type: 'start' }>): void {
  before = openThings();
  prober = createProber({
    onBatch: (batch) => tell({ type: 'batch', batch }),
    onProblem: (text) => tell({ type: 'problem', message: text }),
    ...(sockets === 'kernel' ? {} : { openAsker: openNodeAsker }),
  });
  prober.setPlan(plan);
}

function openNodeAsker(onSuspicious: () => void): Asker {
  const { monotonicMs } = proberClock;
  return new Asker({ monotonicMs, timers: nodeTimers, random: cryptoRandom(), kernel: null, onSuspicious });
}

function stall(forMs: number): void {
  const endMs = performance.now() + forMs;
  while (performance.now() < endMs);
}

async function stop(drain: boolean): Promise<void> {
  await prober?.stop({ drain });
  tell({ type: 'stopped', leftOpen: await leftOpen() });
}

/** Streams that were closed let go of their descriptors some turns later. */
async function leftOpen(): Promise<string[]> {
  for (let look = 0; look < 20 && newThings().length > 0; look++) await new Promise(setImmediate);
  return newThings();
}

function newThings(): string[] {
  const old = [...before];
  return openThings().filter((thing) => {
    const at = old.indexOf(thing);
    if (at >= 0) old.splice(at, 1);
    return at < 0;
  });
}

/** Each open descriptor and each armed timer. */
function openThings(): string[] {
  const timers = process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout');
  return [...descriptors(), ...timers];
}

function descriptors(): string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      return [`${fd} ${readlinkSync(`/proc/self/fd/${fd}`)}`];
    } catch {
      return []; // the folder itself, which is closed by now
    }
  });
}

function tell(message: FromProberProcess): void {
  process.send?.(message);
}
