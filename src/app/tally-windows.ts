import type { HistoryReader } from '../domain/history-reader.js';
import type { SloDefinition } from '../domain/slo-definition.js';
import type { Tally } from '../domain/tally.js';
import type { TimeWindow } from '../domain/window.js';
import { readSums } from './read-sums.js';
import { SloIndex } from './slo-index.js';
import { tallyOf } from './tally-sums.js';
import { WindowSums } from './window-sums.js';

/**
 * What the SLOs' series did in each of some windows of whole minutes: a row per window, and in it a
 * tally per SLO. Each window is read once for all SLOs. A slice belongs to the window in which it begins.
 */
export async function tallyWindows(
  history: HistoryReader,
  slos: readonly SloDefinition[],
  windows: readonly TimeWindow[],
): Promise<readonly (readonly Tally[])[]> {
  const index = new SloIndex(slos, await history.series(), await history.operatorRecords());
  const wanted = windows.map((window) => ({
    window,
    sliceFromMs: () => window.fromMs,
    sums: new WindowSums(index),
  }));
  await readSums(history, index, wanted, { endMs: Infinity });
  return wanted.map(({ sums }) => slos.map((_, slo) => ({ ...tallyOf(sums.tallies, slo), ...sums.ratio(slo) })));
}
