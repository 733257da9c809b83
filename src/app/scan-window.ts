import type { CellVisitor, HistoryReader } from '../domain/history-reader.js';
import type { TimeWindow } from '../domain/window.js';
import { decompose } from './decompose.js';

/** Visits what is known of some series (`null`: all) in a window of whole minutes, in the coarsest cells that fit, in order of time. */
export async function scanWindow(
  history: HistoryReader,
  seriesIds: readonly number[] | null,
  window: TimeWindow,
  visit: CellVisitor,
): Promise<void> {
  for (const stretch of decompose(window, await history.rolledUp())) {
    await history.scanCells({ seriesIds, ...stretch }, visit);
  }
}
