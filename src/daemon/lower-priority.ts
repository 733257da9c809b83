import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';
import { basename } from 'node:path';

import type { Log } from '../domain/log.js';

/** Enough that whoever measures or judges gets a busy processor three times as readily (sched(7), the nice value). */
const NICENESS = 5;

/**
 * Lets threads that measure and judge run before the one that calls this, and before those it starts from now on,
 * where they compete for processors. Only on Linux, where each thread has a priority of its own; elsewhere nothing happens.
 */
export function lowerPriority(log: Pick<Log, 'debug'>): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(Number(basename(readlinkSync('/proc/thread-self'))), NICENESS);
  } catch (err) {
    log.debug({ err }, 'the priority of a thread could not be lowered');
  }
}
