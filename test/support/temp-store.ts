import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { onTestFinished } from 'vitest';

import type { Cell, Resolution } from '../../src/domain/cell.js';
import type { Clock } from '../../src/domain/clock.js';
import type { CellDamage } from '../../src/record/cell-damage.js';
import type { StoreAccess } from '../../src/record/store/sqlite/open-database.js';
import { openStore } from '../../src/record/store/sqlite/open-store.js';
import type { SqliteStore } from '../../src/record/store/sqlite/sqlite-store.js';

/** A folder that is removed when the test is over. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'resolver-slo-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A store that is closed when the test is over; without `file`, a new one. */
export function tempStore(
  options: {
    readonly file?: string;
    readonly access?: StoreAccess;
    readonly clock?: Clock;
    readonly onDamage?: (damage: CellDamage) => void;
  } = {},
): SqliteStore {
  const { file = join(tempFolder(), 'test.db'), access = 'daemon', ...others } = options;
  const store = openStore({ file, access, ...others });
  onTestFinished(() => store.close());
  return store;
}

/** All cells of a resolution, in the order in which the store gives them. */
export async function allCells(store: SqliteStore, resolution: Resolution): Promise<Cell[]> {
  const cells: Cell[] = [];
  const query = { seriesIds: null, resolution, fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };
  await store.scanCells(query, (cell) => cells.push(cell));
  return cells;
}
