// dig beside us: what it calls the query time, in whole milliseconds.
import { spawnSync } from 'node:child_process';

import { DIG } from './programs.mjs';

/** Asks `count` times, one after the other; the query times it printed, in milliseconds. */
export function runDig(port, count) {
  return Array.from({ length: count }, () => {
    const { stdout } = spawnSync(DIG, ['+tries=1', '@127.0.0.1', '-p', String(port), 'www.example.org', 'A'], {
      encoding: 'utf8',
    });
    return Number(/Query time: (\d+) msec/.exec(stdout)?.[1] ?? NaN);
  });
}
