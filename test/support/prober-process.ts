import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import type { AttemptBatch } from '../../src/domain/attempt-batch.js';
import type { MeasurePlan } from '../../src/domain/probe-definition.js';
import { eventually } from './daemon.js';
import { MeasuredAttempts } from './measured-attempts.js';

/** What the test tells the process. */
export type ToProberProcess =
  /** With `node` sockets, what is measured where the kernel's own are not offered. */
  | { readonly type: 'start'; readonly plan: MeasurePlan; readonly sockets: 'kernel' | 'node' }
  /** Keeps its event loop busy for so long. */
  | { readonly type: 'stall'; readonly forMs: number }
  | { readonly type: 'stop'; readonly drain: boolean };

/** What the process tells the test. */
export type FromProberProcess =
  | { readonly type: 'ready'; readonly descriptors: number }
  | { readonly type: 'batch'; readonly batch: AttemptBatch }
  | { readonly type: 'problem'; readonly message: string }
  | { readonly type: 'stopped'; readonly leftOpen: readonly string[] };

/** A process that does nothing but measure, which a test may stall, limit or put elsewhere. */
export interface ProberProcess {
  readonly pid: number;
  /** How many files and sockets it has open while it measures nothing. */
  readonly descriptors: number;
  /** Measures by a plan; ends with `stop`, after which it may be started again. */
  start(plan: MeasurePlan, sockets?: 'kernel' | 'node'): Measurement;
  close(): Promise<void>;
}

export interface Measurement {
  readonly measured: MeasuredAttempts;
  readonly problems: readonly string[];
  stall(forMs: number): void;
  /** Waits until so much has been measured. */
  until(isEnough: (measured: MeasuredAttempts) => boolean, withinMs?: number): Promise<void>;
  /** Ends it; resolves with descriptors and timers that it had not before it was started. */
  stop(options?: { readonly drain?: boolean }): Promise<readonly string[]>;
}

export interface ProberProcessOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Put before the program, e.g. `ip netns exec …`. */
  readonly wrapper?: readonly string[];
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PROGRAM = fileURLToPath(new URL('prober-process-main.ts', import.meta.url));

export async function startProberProcess(options: ProberProcessOptions = {}): Promise<ProberProcess> {
  const [command, ...args] = [...(options.wrapper ?? []), process.execPath, '--import', 'tsx', PROGRAM];
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced', // typed arrays stay what they are
  });
  const received: FromProberProcess[] = [];
  child.on('message', (message: FromProberProcess) => received.push(message));
  const tell = (message: ToProberProcess): void => void child.send(message);
  const ready = await eventually(() => received.find((message) => message.type === 'ready') ?? null, 60_000);
  return {
    pid: child.pid!,
    descriptors: ready.descriptors,
    start: (plan, sockets = 'kernel') => {
      received.length = 0;
      tell({ type: 'start', plan, sockets });
      return measurement(received, tell);
    },
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exit = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await exit;
    },
  };
}

function measurement(received: FromProberProcess[], tell: (message: ToProberProcess) => void): Measurement {
  const measured = new MeasuredAttempts();
  const problems: string[] = [];
  let leftOpen: readonly string[] | null = null;
  const follow = (): void => {
    for (const message of received.splice(0)) {
      if (message.type === 'batch') measured.add(message.batch);
      if (message.type === 'problem') problems.push(message.message);
      if (message.type === 'stopped') leftOpen = message.leftOpen;
    }
  };
  return {
    measured,
    problems,
    stall: (forMs) => tell({ type: 'stall', forMs }),
    until: async (isEnough, withinMs = 30_000) => {
      await eventually(() => {
        follow();
        return isEnough(measured) ? true : null;
      }, withinMs).catch((error: unknown) => {
        const seen = JSON.stringify({ outcomes: measured.outcomes(), problems });
        throw new Error(`measured ${seen}`, { cause: error });
      });
    },
    stop: ({ drain = true } = {}) => {
      tell({ type: 'stop', drain });
      return eventually(() => {
        follow();
        return leftOpen;
      }, 60_000);
    },
  };
}
