import { parentPort, workerData } from 'node:worker_threads';

import { systemClock } from '../domain/clock.js';
import { silentLog } from '../domain/log.js';
import { startLab } from './lab.js';
import type { Scenario } from './scenario.js';
import { seededRandom } from './seeded-random.js';

/** What the lab's thread is started with. */
export interface LabWorkerData {
  readonly listen: { readonly host: string; readonly port: number };
  readonly scenario: Scenario;
}

/** What it says once: that it answers, or why it cannot. */
export type FromLab = { readonly type: 'ready' } | { readonly type: 'failed'; readonly message: string };

const { listen, scenario } = workerData as LabWorkerData;

function say(message: FromLab): void {
  parentPort?.postMessage(message);
}

try {
  await startLab({ listen, scenario, clock: systemClock, random: seededRandom(scenario.seed), log: silentLog });
  say({ type: 'ready' });
} catch (error) {
  say({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
}
