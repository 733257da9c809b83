import { setImmediate } from 'node:timers/promises';
import type { HistoryReader } from '../domain/history-reader.js';
import type { SloDefinition } from '../domain/slo-definition.js';
import type { Tally } from '../domain/tally.js';
import type { TimeWindow } from '../domain/window.js';
import { Projection } from './projection.js';
import { scanWindow } from './scan-window.js';
import { SloIndex } from './slo-index.js';
import { tallyOf } from './tally-sums.js';

/**
 * What the SLOs' series did in each of some windows of whole minutes: a row per window, and in it a
 * tally per SLO. Each window is read once for all SLOs; the event loop gets a turn between windows.
 */
export async function tallyWindows(
  history: HistoryReader,
  slos: readonly SloDefinition[],
  windows: readonly TimeWindow[],
): Promise<readonly (readonly Tally[])[]> {
  const index = new SloIndex(slos, await history.series());
  const projection = new Projection(index);
  const rows: (readonly Tally[])[] = [];
  for (const window of windows) {
    await scanWindow(history, index.seriesIds, window, (cell, tell) => void projection.add(cell, tell));
    const sums = projection.take();
    rows.push(slos.map((_, slo) => tallyOf(sums, slo)));
    await setImmediate();
  }
  return rows;
}
