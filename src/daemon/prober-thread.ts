import type { Worker } from 'node:worker_threads';

import type { AttemptBatch } from '../domain/attempt-batch.js';
import type { Log } from '../domain/log.js';
import type { MeasurePlan } from '../domain/probe-definition.js';
import type { FromProber, ToProber } from '../measure/messages.js';
import { DaemonError } from './errors.js';
import { startWorker } from './start-worker.js';

const FIRST_RESTART_MS = 1_000;
const LONGEST_RESTART_MS = 60_000;
const STOP_WITHIN_MS = 3_000;

/**
 * The prober in a thread of its own: what the main thread does never delays a send. A thread that
 * dies is started again with the plan it had; the time between is no data.
 */
export class ProberThread {
  readonly #onBatch: (batch: AttemptBatch) => void;
  readonly #log: Log;
  #plan: MeasurePlan;
  #worker: Worker | null = null;
  #onStopped: (() => void) | null = null;
  /** Who waits for the prober's answers to plans, in order. */
  #plans: ((refusal: string | null) => void)[] = [];
  #restart: NodeJS.Timeout | null = null;
  /** Doubled by each failure, until a thread delivers. */
  #restartAfterMs = FIRST_RESTART_MS;

  constructor(plan: MeasurePlan, onBatch: (batch: AttemptBatch) => void, log: Log) {
    this.#plan = plan;
    this.#onBatch = onBatch;
    this.#log = log;
  }

  start(): void {
    const worker = startWorker(new URL('../measure/worker.js', import.meta.url));
    worker.on('message', (message: FromProber) => this.#receive(message));
    worker.on('error', (error) => this.#log.error({ err: error }, 'the prober thread failed'));
    worker.on('exit', () => this.#ended(worker));
    this.#worker = worker;
    void this.#hand(this.#plan).then((refusal) => {
      if (refusal !== null) this.#log.error({ refusal }, 'nothing can be measured: the prober refuses the plan');
    });
  }

  /**
   * Replaces the plan; series that stay keep their phase, attempts in flight are still counted.
   * Throws `DaemonError` `PLAN_REFUSED` if the prober cannot measure by it; the old one then stays.
   */
  async setPlan(plan: MeasurePlan): Promise<void> {
    const refusal = await this.#hand(plan);
    if (refusal !== null) throw new DaemonError('PLAN_REFUSED', refusal);
    this.#plan = plan;
  }

  /** The reason if the prober refuses the plan. A thread that is being started again gets it then. */
  #hand(plan: MeasurePlan): Promise<string | null> {
    if (this.#worker === null) return Promise.resolve(null);
    return new Promise((resolve) => {
      this.#plans.push(resolve);
      this.#send({ type: 'plan', plan });
    });
  }

  /** Lets the prober hand over what it knows, then ends it. */
  async stop(): Promise<void> {
    if (this.#restart !== null) clearTimeout(this.#restart);
    const worker = this.#worker;
    if (worker === null) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, STOP_WITHIN_MS);
      this.#onStopped = () => {
        clearTimeout(timer);
        resolve();
      };
      this.#send({ type: 'stop' });
    });
    this.#worker = null;
    await worker.terminate();
  }

  #send(message: ToProber): void {
    this.#worker?.postMessage(message);
  }

  #receive(message: FromProber): void {
    switch (message.type) {
      case 'batch':
        this.#restartAfterMs = FIRST_RESTART_MS;
        return this.#onBatch(message.batch);
      case 'problem':
        return this.#log.warn({}, message.message);
      case 'planned':
        return this.#plans.shift()?.(null);
      case 'refused':
        return this.#plans.shift()?.(message.message);
      case 'stopped':
        return this.#onStopped?.();
      default:
        message satisfies never;
    }
  }

  #ended(worker: Worker): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    for (const answer of this.#plans.splice(0)) answer(null);
    if (this.#onStopped !== null) return this.#onStopped();
    this.#log.error({}, 'the prober thread ended unexpectedly; it is started again');
    this.#restart = setTimeout(() => this.start(), this.#restartAfterMs);
    this.#restartAfterMs = Math.min(LONGEST_RESTART_MS, 2 * this.#restartAfterMs);
  }
}
