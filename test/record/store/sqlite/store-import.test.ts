import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Cell } from '../../../../src/domain/cell.js';
import { DAY_MS, floorTo, HOUR_MS, MINUTE_MS } from '../../../../src/domain/clock.js';
import { OUTCOMES, type OutcomeCounts, totalCount } from '../../../../src/domain/outcome.js';
import type { CollectedAttempts } from '../../../../src/record/import/import-collector.js';
import { CellMerger } from '../../../../src/record/merge-cells.js';
import { FileLock } from '../../../../src/record/store/sqlite/file-lock.js';
import type { SqliteStore } from '../../../../src/record/store/sqlite/sqlite-store.js';
import { importLockFile } from '../../../../src/record/store/sqlite/store-import.js';
import { minuteCell, seriesNamed } from '../../../support/cell-samples.js';
import { allCells, tempFolder, tempStore } from '../../../support/temp-store.js';
import { Database } from '../../../../src/record/store/sqlite/driver.js';

const NOW = Date.UTC(2026, 9, 15, 12, 30);
const retention = { minutesMs: 10 * DAY_MS, hoursMs: 40 * DAY_MS, daysMs: 400 * DAY_MS };
const clock = { nowMs: () => NOW };
const sha256 = (name: string) => createHash('sha256').update(name).digest();

function attemptsAt(timeMs: number, of: Partial<CollectedAttempts> = {}): CollectedAttempts {
  return { series: seriesNamed('ns1'), timeMs, outcomeCode: 0, rttUs: 1000, count: 1, ...of };
}

async function importAll(store: SqliteStore, name: string, attempts: readonly CollectedAttempts[]) {
  const batch = store.openImport({ nowMs: NOW, retention });
  for (const one of attempts) batch.add(one);
  return batch.commit({ sha256: sha256(name), name });
}

/** A store in which an import lost its database half-way, so that what it had staged stays there, as a kill would have it. */
async function killedImport(): Promise<{ readonly file: string; readonly store: SqliteStore }> {
  const file = join(tempFolder(), 'store.db');
  const store = tempStore({ file, clock });
  const command = tempStore({ file, access: 'shared', clock });
  const dying = command.openImport({ nowMs: NOW, retention });
  for (let minute = 0; minute < 5000; minute++) {
    dying.add(attemptsAt(NOW - minute * MINUTE_MS, { series: seriesNamed('killed') }));
  }
  const commit = dying.commit({ sha256: sha256('killed'), name: 'killed' }, ({ kind }) => {
    if (kind === 'storing') command.close();
  });
  await expect(commit).rejects.toMatchObject({ code: 'STORE_CLOSED' });
  expect(stagedCells(file)).toBeGreaterThan(0);
  return { file, store };
}

function stagedCells(file: string): number {
  const database = new Database(file, { readonly: true });
  const counts = ['minutes', 'hours', 'days', 'imports'].map((table) =>
    database.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get(),
  );
  database.close();
  return counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
}

describe('SqliteStore.openImport()', () => {
  it('gives the same cells whatever the order of the attempts', async () => {
    const attempts = fc.array(
      fc.record({
        series: fc.integer({ min: 1, max: 3 }).map((index) => seriesNamed(`ns${String(index)}`)),
        timeMs: fc.integer({ min: NOW - 60 * DAY_MS, max: NOW }),
        outcomeCode: fc.nat(OUTCOMES.length - 1),
        rttUs: fc.integer({ min: 1, max: 1_000_000 }),
        count: fc.integer({ min: 1, max: 5 }),
      }),
      { minLength: 1, maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(attempts, fc.nat(), async (given, seed) => {
        const shuffled = given
          .map((one, index) => ({ one, key: (index * 7919 + seed) % 101 }))
          .sort((a, b) => a.key - b.key);
        const stores = [tempStore({ clock }), tempStore({ clock })];
        await importAll(stores[0]!, 'a', given);
        await importAll(
          stores[1]!,
          'a',
          shuffled.map(({ one }) => one),
        );
        for (const resolution of ['minute', 'hour', 'day'] as const) {
          const [a, b] = await Promise.all(stores.map((store) => named(store, resolution)));
          expect(a).toEqual(b);
        }
        for (const store of stores) store.close();
      }),
      { numRuns: 15 },
    );
  });

  it('makes hours and days that are the merge of the minutes', async () => {
    const store = tempStore({ clock });
    const base = floorTo(NOW, DAY_MS) - 2 * DAY_MS;
    const attempts = Array.from({ length: 500 }, (_, index) =>
      attemptsAt(base + ((index * 7919) % 2880) * MINUTE_MS, { rttUs: 100 + index }),
    );
    await importAll(store, 'a', attempts);
    const minutes = await allCells(store, 'minute');
    const merger = new CellMerger();
    for (const [resolution, widthMs] of [
      ['hour', HOUR_MS],
      ['day', DAY_MS],
    ] as const) {
      const cells = await allCells(store, resolution);
      expect(cells.length).toBe(new Set(minutes.map(({ startMs }) => floorTo(startMs, widthMs))).size);
      for (const cell of cells) {
        const parts = minutes.filter(({ startMs }) => floorTo(startMs, widthMs) === cell.startMs);
        const expected = merger.merge(cell.startMs, parts, () => expect.unreachable());
        expect([cell.counts, [...cell.answered!], [...cell.coveredMinutes]]).toEqual([
          expected.counts,
          [...expected.answered!],
          [...expected.coveredMinutes],
        ]);
      }
    }
  });

  it('merges what comes again after it was spooled, and leaves no file behind', async () => {
    const folder = tempFolder();
    const store = tempStore({ file: join(folder, 'store.db'), clock });
    const batch = store.openImport({ nowMs: NOW, retention });
    // More cells than are held at once, twice over.
    for (let round = 0; round < 2; round++) {
      for (let index = 0; index < 35_000; index++) {
        const series = seriesNamed(`ns${String(index % 7)}`);
        batch.add(attemptsAt(NOW - Math.floor(index / 7) * MINUTE_MS, { series, rttUs: 100 * (round + 1) }));
      }
    }
    expect(await batch.commit({ sha256: sha256('a'), name: 'a' })).toBe('imported');
    const minutes = await allCells(store, 'minute');
    expect(minutes.length).toBe(35_000);
    expect(minutes.every(({ counts }) => counts.answered === 2)).toBe(true);
    expect((await allCells(store, 'day')).reduce((sum, { counts }) => sum + totalCount(counts), 0)).toBe(70_000);
    expect(readdirSync(folder).filter((name) => name.includes('.tmp'))).toEqual([]);
  });

  it('stands beside what the daemon measured, as a source of its own', async () => {
    const store = tempStore({ clock });
    const id = await store.seriesId(seriesNamed('ns1'));
    await store.writeMinutes([minuteCell({ seriesId: id, startMs: floorTo(NOW, MINUTE_MS), rttsUs: [5] })], 0);
    await importAll(store, 'a', [attemptsAt(NOW)]);
    const cells = await allCells(store, 'minute');
    expect(cells.map(({ seriesId, source }) => [seriesId, source])).toEqual([
      [id, 0],
      [id, 1],
    ]);
  });

  it('shows nothing, neither cells nor series, before all is stored', async () => {
    const file = join(tempFolder(), 'store.db');
    const store = tempStore({ file, clock });
    const reader = tempStore({ file, access: 'read-only', clock });
    const batch = store.openImport({ nowMs: NOW, retention });
    for (let minute = 0; minute < 3000; minute++) batch.add(attemptsAt(NOW - minute * MINUTE_MS));
    const seen: Promise<unknown[]>[] = [];
    await batch.commit({ sha256: sha256('a'), name: 'a' }, () => {
      seen.push(
        Promise.all([
          reader.series(),
          allCells(reader, 'minute'),
          allCells(reader, 'hour'),
          reader.version(),
          reader.firstCellMs(),
        ]),
      );
    });
    expect(seen.length).toBeGreaterThan(0);
    for (const views of seen) expect(await views).toEqual([[], [], [], 0, null]);
    expect([await reader.version(), (await allCells(reader, 'minute')).length]).toEqual([1, 3000]);
  });

  it('lets a daemon write between its transactions', async () => {
    const file = join(tempFolder(), 'store.db');
    const daemon = tempStore({ file, clock });
    const id = await daemon.seriesId(seriesNamed('own'));
    const command = tempStore({ file, access: 'shared', clock });
    const batch = command.openImport({ nowMs: NOW, retention });
    for (let minute = 0; minute < 20_000; minute++) batch.add(attemptsAt(NOW - minute * MINUTE_MS));
    const writes: Promise<unknown>[] = [];
    await batch.commit({ sha256: sha256('a'), name: 'a' }, ({ kind }) => {
      if (kind !== 'storing') return;
      // In one thread, so this fails at once if a transaction is open.
      const startMs = NOW - (NOW % MINUTE_MS) - writes.length * MINUTE_MS;
      writes.push(daemon.writeMinutes([minuteCell({ seriesId: id, startMs })], 0));
    });
    await Promise.all(writes);
    // How many rows fit a transaction hangs on the machine.
    expect(writes.length).toBeGreaterThan(1);
  });

  it('waits while another import is being stored', async () => {
    const file = join(tempFolder(), 'store.db');
    const store = tempStore({ file, clock });
    const other = FileLock.tryTake(importLockFile(file))!;
    const batch = store.openImport({ nowMs: NOW, retention });
    batch.add(attemptsAt(NOW));
    const kinds: string[] = [];
    const result = await batch.commit({ sha256: sha256('a'), name: 'a' }, ({ kind }) => {
      if (kind === 'waiting' && kinds.length === 0) other.release();
      kinds.push(kind);
    });
    expect([result, kinds[0]]).toEqual(['imported', 'waiting']);
  });

  it('removes what a killed import left before it stores its own', async () => {
    const { store } = await killedImport();
    await importAll(store, 'b', [attemptsAt(NOW)]);
    expect((await store.series()).map(({ series }) => series.resolver)).toEqual(['ns1']);
    expect(await store.removeLeftOversStep()).toBe(false);
    expect(await allCells(store, 'minute')).toHaveLength(1);
  });
});

describe('SqliteStore.removeLeftOversStep()', () => {
  it('removes what a killed import left, and nothing else', async () => {
    const { store, file } = await killedImport();
    const id = await store.seriesId(seriesNamed('own'));
    const startMs = floorTo(NOW, MINUTE_MS) - 10 * MINUTE_MS;
    await store.writeMinutes([minuteCell({ seriesId: id, startMs, rttsUs: [5] })], 0);
    const version = await store.version();
    while (await store.removeLeftOversStep());
    expect(stagedCells(file)).toBe(1);
    expect((await store.series()).map(({ series }) => series.resolver)).toEqual(['own']);
    expect(await store.version()).toBe(version);
  });

  it('goes step by step, holding off imports meanwhile', async () => {
    const { store, file } = await killedImport();
    expect(await store.removeLeftOversStep()).toBe(true);
    expect(FileLock.tryTake(importLockFile(file))).toBeNull();
    while (await store.removeLeftOversStep());
    FileLock.tryTake(importLockFile(file))!.release();
  });

  it('leaves the cells of an import alone that is being stored', async () => {
    const { store, file } = await killedImport();
    const living = FileLock.tryTake(importLockFile(file))!;
    expect(await store.removeLeftOversStep()).toBe(false);
    living.release();
    expect(await store.removeLeftOversStep()).toBe(true);
  });
});

interface NamedCell {
  readonly resolver: string | undefined;
  readonly startMs: number;
  readonly counts: OutcomeCounts;
  readonly answered: readonly number[] | null;
}

/** Cells by the name of their series: numbers depend on the order in which series came. */
async function named(store: SqliteStore, resolution: 'minute' | 'hour' | 'day'): Promise<NamedCell[]> {
  const names = new Map((await store.series()).map(({ id, series }) => [id, series.resolver]));
  const cells: Cell[] = await allCells(store, resolution);
  return cells
    .map((cell) => ({
      resolver: names.get(cell.seriesId),
      startMs: cell.startMs,
      counts: cell.counts,
      answered: cell.answered && [...cell.answered],
    }))
    .sort((a, b) => a.startMs - b.startMs || (String(a.resolver) < String(b.resolver) ? -1 : 1));
}
