import { parentPort } from 'node:worker_threads';

import type { AttemptBatch } from '../domain/attempt-batch.js';
import type { FromProber, ToProber } from './messages.js';
import { createProber } from './prober.js';
import { systemTrust } from './transport/stream/tls-trust.js';

/** The prober in a thread of its own: nothing the main thread does delays a send or a look at a socket. */
if (parentPort === null) throw new Error('start the prober: a worker thread is required, found the main thread');
const port = parentPort;

// Reading the CAs holds the loop for a tenth of a second: before anything is measured, or the first plan with TLS would.
systemTrust();

const prober = createProber({
  onBatch: (batch) => port.postMessage({ type: 'batch', batch } satisfies FromProber, buffersOf(batch)),
  onProblem,
});

// Sockets of the kernel that Node.js does not know of outlive a thread that ends by an error.
process.once('exit', () => void prober.stop());

port.on('message', (message: ToProber) => {
  switch (message.type) {
    case 'plan':
      return setPlan(message);
    case 'stop':
      return void stop(message.drain ?? false);
    default:
      message satisfies never;
  }
});

function setPlan(message: Extract<ToProber, { type: 'plan' }>): void {
  try {
    prober.setPlan(message.plan);
    tell({ type: 'planned' });
  } catch (error) {
    tell({ type: 'refused', message: error instanceof Error ? error.message : String(error) });
  }
}

async function stop(drain: boolean): Promise<void> {
  await prober.stop({ drain });
  tell({ type: 'stopped' });
  port.close();
}

function onProblem(message: string): void {
  tell({ type: 'problem', message });
}

function tell(message: FromProber): void {
  port.postMessage(message);
}

function buffersOf(batch: AttemptBatch): ArrayBuffer[] {
  const { seriesIndex, scheduledAtMs, outcome, rttUs, phases, health } = batch;
  const columns = [seriesIndex, scheduledAtMs, outcome, rttUs, health.sendLagUs, health.loopLagUs];
  const { row, connectUs, tlsUs, queryUs } = phases;
  return [...columns, row, connectUs, tlsUs, queryUs].map((column) => column.buffer as ArrayBuffer);
}
