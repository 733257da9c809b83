import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import { DAY_MS, MINUTE_MS } from '../../src/domain/clock.js';
import { Recorder } from '../../src/record/recorder.js';
import { openStore } from '../../src/record/store/sqlite/open-store.js';
import type { SqliteStore } from '../../src/record/store/sqlite/sqlite-store.js';
import { allCells, tempFolder } from '../support/temp-store.js';

const T0 = Date.UTC(2026, 9, 1);
const STEP_MS = 7000;
const SERIES = 3;
const KILLS = 6;
const child = fileURLToPath(new URL('../support/recording-child.ts', import.meta.url));

/** Lets a process record from a time on, kills it while it goes on, and gives how many rounds it told to have written. */
async function recordAndKill(file: string, startMs: number, afterWrites: number): Promise<number> {
  const process = fork(child, [file, String(startMs)], { execArgv: ['--import', 'tsx'] });
  let told = 0;
  let writes = 0;
  const enough = new Promise<void>((resolve, reject) => {
    process.on('message', (rounds: number) => {
      told = rounds;
      if (++writes >= afterWrites) resolve();
    });
    process.on('exit', (code) => reject(new Error(`the recording process ended with ${String(code)}`)));
  });
  await enough;
  process.kill('SIGKILL');
  await once(process, 'exit');
  return told;
}

async function countOf(store: SqliteStore, resolution: 'minute' | 'hour' | 'day'): Promise<number> {
  return (await allCells(store, resolution)).reduce((sum, { counts }) => sum + counts.answered, 0);
}

describe('Recorder and SqliteStore', () => {
  it(
    'survive kill -9 six times: sound, what was written is there, and nothing twice',
    { timeout: 60_000 },
    async () => {
      const file = join(tempFolder(), 'store.db');
      let rounds = 0;
      for (let kill = 0; kill < KILLS; kill++) {
        const told = await recordAndKill(file, T0 + rounds * STEP_MS, 4 + kill);
        // The killed one frees its lock at once, however it was killed.
        const store = openStore({ file, access: 'daemon' });
        expect(await store.integrityCheck()).toEqual([]);
        const count = await countOf(store, 'minute');
        store.close();
        expect(count % SERIES).toBe(0);
        const stored = count / SERIES;
        expect(stored).toBeGreaterThanOrEqual(rounds + told);
        // One write may have been made and not been told of any more.
        expect(stored).toBeLessThanOrEqual(rounds + told + 5);
        rounds = stored;
      }
      await expectRolledUp(file, rounds * SERIES);
    },
  );
});

/** After a restart the hours and days that were over hold exactly what the minutes hold. */
async function expectRolledUp(file: string, attempts: number): Promise<void> {
  const store = openStore({ file, access: 'daemon' });
  const nowMs = T0 + 3 * DAY_MS;
  const retention = { minutesMs: 100 * DAY_MS, hoursMs: 400 * DAY_MS, daysMs: 1825 * DAY_MS };
  const recorder = new Recorder({ store, retention, clock: { nowMs: () => nowMs } });
  expect(recorder.settledToMs % MINUTE_MS).toBe(0);
  for (let call = 0; call < 5; call++) await recorder.flush();
  expect([await countOf(store, 'minute'), await countOf(store, 'hour'), await countOf(store, 'day')]).toEqual([
    attempts,
    attempts,
    attempts,
  ]);
  store.close();
}
