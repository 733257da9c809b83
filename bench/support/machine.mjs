// What the machine does to everybody on it while a benchmark runs: other machines on the same host take
// its cores away, and whoever sleeps wakes late.
import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';

import { CountTable } from './count-table.mjs';

/** Watches from now on; `stop` gives the lateness of a thread that only sleeps, and the share of time taken away. */
export function watchMachine() {
  const child = fork(new URL('machine-child.mjs', import.meta.url));
  const before = ticks();
  const told = new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`the machine's watcher ended with ${String(code)}`)));
  });
  return {
    stop: async () => {
      const after = ticks();
      child.send('stop');
      const lateUs = CountTable.from(await told);
      return { lateUs, stolen: (after.stolen - before.stolen) / (after.all - before.all) };
    },
  };
}

/** Time of all cores so far, and what the host gave to others of it (proc(5): `steal`). */
function ticks() {
  const counts = readFileSync('/proc/stat', 'utf8').split('\n')[0].trim().split(/\s+/).slice(1, 9).map(Number);
  return { stolen: counts[7], all: counts.reduce((sum, count) => sum + count, 0) };
}
