import { RESOLUTION_MS, type Cell } from '../domain/cell.js';
import { floorTo } from '../domain/clock.js';
import type { CellVisitor, HistoryReader } from '../domain/history-reader.js';
import type { Stretch } from './decompose.js';

/** Visits the cells of a stretch in order of time. @param seriesIds `null`: of all series */
export async function scanStretch(
  history: HistoryReader,
  seriesIds: readonly number[] | null,
  stretch: Stretch,
  visit: CellVisitor,
): Promise<void> {
  const { resolution, fromMs, toMs, isRest } = stretch;
  const query = { seriesIds, resolution, fromMs, toMs };
  if (isRest !== true) return history.scanCells(query, visit);
  const finer = new Set<string>();
  const key = ({ seriesId, source, startMs }: Cell): string =>
    `${String(seriesId)} ${String(source)} ${String(floorTo(startMs, RESOLUTION_MS[resolution]))}`;
  await history.scanCells({ ...query, resolution: resolution === 'day' ? 'hour' : 'minute' }, (cell) => {
    finer.add(key(cell));
  });
  await history.scanCells(query, (cell, tell) => {
    if (!finer.has(key(cell))) visit(cell, tell);
  });
}
