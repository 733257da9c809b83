import type { Worker } from 'node:worker_threads';

import type { LabConfig } from '../lab/config.js';
import { loadScenario } from '../lab/load-scenario.js';
import { WELL_SCENARIO, type Scenario } from '../lab/scenario.js';
import type { FromLab, LabWorkerData } from '../lab/worker.js';
import type { Log } from '../domain/log.js';
import { formatProblem } from '../domain/problem.js';
import { DaemonError } from './errors.js';
import { startWorker } from './start-worker.js';

export interface LabThread {
  close(): Promise<void>;
}

/**
 * The embedded lab resolver in a thread of its own, so that what the daemon does is not seen as
 * the latency of its resolvers; its faults count from now. Throws `DaemonError` `LAB_FAILED` when
 * it cannot listen.
 */
export async function startLabThread({ listen }: LabConfig, scenario: Scenario, log: Log): Promise<LabThread> {
  const workerData: LabWorkerData = { listen, scenario };
  const worker = startWorker(new URL('../lab/worker.js', import.meta.url), { workerData });
  await untilReady(worker);
  worker.on('error', (error) => log.error({ err: error }, 'the lab failed; its resolvers answer no more'));
  return { close: () => worker.terminate().then(() => undefined) };
}

/** What the lab is to do. Throws `DaemonError` `SCENARIO_INVALID` for a file that is wrong. */
export async function readScenario(config: LabConfig): Promise<Scenario> {
  if (config.scenarioFile === null) return WELL_SCENARIO;
  const { scenario, problems } = await loadScenario(config.scenarioFile);
  if (scenario === null) throw new DaemonError('SCENARIO_INVALID', problems.map(formatProblem).join('\n'));
  return scenario;
}

function untilReady(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (message: FromLab) => {
      if (message.type === 'ready') resolve();
      else reject(new DaemonError('LAB_FAILED', message.message));
    });
  });
}
