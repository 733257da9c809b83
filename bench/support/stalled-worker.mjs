// The prober's thread with an event loop that is never free: each turn something holds it up.
import { workerData } from 'node:worker_threads';

const { stallMs } = workerData;

function stall() {
  const untilMs = performance.now() + stallMs;
  while (performance.now() < untilMs);
  setImmediate(stall);
}

await import('../../dist/measure/worker.js');
stall();
