import { setImmediate as nextTurn } from 'node:timers/promises';

import type { Cell, Resolution } from '../../../domain/cell.js';
import { MINUTE_MS } from '../../../domain/clock.js';
import type { CellQuery } from '../../../domain/history-reader.js';
import { RESOLUTION_MS } from '../../merge-cells.js';
import { type CellKey, type CellTable, toCell } from './cell-table.js';

export type CellTables = Readonly<Record<Resolution, CellTable>>;

/** So many cells are read (a few milliseconds) before others in this thread get their turn. */
const PAGE = 2000;
/** Reading all cells of a start and dropping most is cheaper than looking up more than one series in so many. */
const LOOK_UP_ONE_IN = 12;

/**
 * Visits visible cells in order of start. Cells are kept by time first, so few of many series are
 * looked up start by start (about 10 µs each) instead of reading through all the others.
 */
export async function scanCells(
  tables: CellTables,
  query: CellQuery,
  seriesCount: number,
  visit: (cell: Cell) => void,
): Promise<void> {
  const { seriesIds } = query;
  const isFew = seriesIds !== null && seriesIds.length * LOOK_UP_ONE_IN <= seriesCount;
  await (isFew ? lookUp(tables, query, seriesIds, visit) : readThrough(tables, query, visit));
}

async function readThrough(tables: CellTables, query: CellQuery, visit: (cell: Cell) => void): Promise<void> {
  const table = tables[query.resolution];
  const to = Math.ceil(query.toMs / MINUTE_MS);
  const seriesJson = query.seriesIds === null ? null : JSON.stringify(query.seriesIds);
  // No series has the number 0, so this key comes right before the first of its start.
  let after: CellKey = { start: Math.ceil(query.fromMs / MINUTE_MS), series: 0, source: 0 };
  for (;;) {
    const rows = table.page(after, to, seriesJson, PAGE);
    for (const row of rows) visit(toCell(row));
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = { start: last[0], series: last[1], source: last[2] };
    await nextTurn();
  }
}

async function lookUp(
  tables: CellTables,
  query: CellQuery,
  seriesIds: readonly number[],
  visit: (cell: Cell) => void,
): Promise<void> {
  const table = tables[query.resolution];
  const step = RESOLUTION_MS[query.resolution] / MINUTE_MS;
  const to = Math.ceil(query.toMs / MINUTE_MS);
  const seriesJson = JSON.stringify(seriesIds);
  let lookUps = 0;
  let start = table.firstStart(Math.ceil(query.fromMs / MINUTE_MS));
  while (start !== null && start < to) {
    const rows = table.ofSeries(start, seriesJson);
    for (const row of rows) visit(toCell(row));
    // Where there is nothing, there may be nothing for long.
    start = rows.length > 0 ? start + step : table.firstStart(start + step);
    if (++lookUps % (PAGE / 10) === 0) await nextTurn();
  }
}
