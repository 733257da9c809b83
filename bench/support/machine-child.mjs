// How late this machine itself is: a thread that does nothing but sleep until it is due again.
import { performance } from 'node:perf_hooks';

import { loadKernelSockets } from '../../dist/measure/transport/kernel/kernel-sockets.js';
import { CountTable } from './count-table.mjs';

/** Seldom enough to take nothing from what is measured. */
const PERIOD_MS = 5;
/** Between looks at whether the parent has had enough. */
const TURN_MS = 500;

const kernel = loadKernelSockets();
const lateUs = new CountTable();
let isOver = kernel === null;
process.on('message', () => (isOver = true));

let dueMs = performance.now();
while (!isOver) {
  const turnEndsMs = performance.now() + TURN_MS;
  while (performance.now() < turnEndsMs) sleepOnce();
  await new Promise((resolve) => setImmediate(resolve));
}
process.send(lateUs.toPairs());
process.disconnect();

function sleepOnce() {
  // What it slept over is late as well: whoever was due then waited.
  dueMs += PERIOD_MS;
  const leftMs = dueMs - performance.now();
  if (leftMs > 0) kernel.sleep(leftMs);
  lateUs.add(Math.round((performance.now() - dueMs) * 1e3));
}
