import { setImmediate as nextTurn } from 'node:timers/promises';

import { type Resolution, RESOLUTION_MS } from '../../../domain/cell.js';
import { MINUTE_MS } from '../../../domain/clock.js';
import type { CellQuery, CellVisitor } from '../../../domain/history-reader.js';
import type { CellKey, CellRow, CellTable } from './cell-table.js';
import type { DamageLog } from './damage-log.js';
import { keyOf, readableCell } from './readable-cell.js';

export type CellTables = Readonly<Record<Resolution, CellTable>>;

/** So many cells are read (a few milliseconds) before others in this thread get their turn. */
const CELLS_AT_ONCE = 2000;

/**
 * Visits visible cells in order of start. Cells are kept by time first, so those of some series
 * are looked up start by start: 1 to 2 µs each, where reading through all others costs more even
 * if a fifth of them is wanted.
 */
export async function scanCells(
  tables: CellTables,
  damage: DamageLog,
  query: CellQuery,
  visit: CellVisitor,
): Promise<void> {
  const { seriesIds, resolution } = query;
  const visitRow = rowVisitor(resolution, damage, visit);
  await (seriesIds === null ? readThrough(tables, query, visitRow) : lookUp(tables, query, seriesIds, visitRow));
}

/** Passes on what can be read, and tells what cannot. */
function rowVisitor(resolution: Resolution, damage: DamageLog, visit: CellVisitor): (row: CellRow) => void {
  let current: CellRow | null = null;
  const tell = (fault: Error): void => {
    if (current !== null) damage.tell(resolution, keyOf(current), fault);
  };
  return (row) => {
    current = row;
    const cell = readableCell(row, resolution, damage);
    if (cell !== null) visit(cell, tell);
  };
}

async function readThrough(tables: CellTables, query: CellQuery, visit: (row: CellRow) => void): Promise<void> {
  const table = tables[query.resolution];
  const to = Math.ceil(query.toMs / MINUTE_MS);
  // No series has the number 0, so this key comes right before the first of its start.
  let after: CellKey = { start: Math.ceil(query.fromMs / MINUTE_MS), series: 0, source: 0 };
  for (;;) {
    const rows = table.page(after, to, CELLS_AT_ONCE);
    for (const row of rows) visit(row);
    const last = rows.at(-1);
    if (last === undefined || rows.length < CELLS_AT_ONCE) return;
    after = { start: last[0], series: last[1], source: last[2] };
    await nextTurn();
  }
}

async function lookUp(
  tables: CellTables,
  query: CellQuery,
  seriesIds: readonly number[],
  visit: (row: CellRow) => void,
): Promise<void> {
  const table = tables[query.resolution];
  const step = RESOLUTION_MS[query.resolution] / MINUTE_MS;
  const to = Math.ceil(query.toMs / MINUTE_MS);
  const series = JSON.stringify(seriesIds);
  const span = step * Math.max(1, Math.floor(CELLS_AT_ONCE / Math.max(1, seriesIds.length)));
  let start = table.firstStart(Math.ceil(query.fromMs / MINUTE_MS));
  while (start !== null && start < to) {
    const end = Math.min(to, start + span);
    const rows = table.ofSeries({ from: start, step, to: end, series });
    for (const row of rows) visit(row);
    // Where there is nothing, there may be nothing for long.
    start = rows.length > 0 ? end : table.firstStart(end);
    await nextTurn();
  }
}
