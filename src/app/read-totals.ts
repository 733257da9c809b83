import type { HistoryReader } from '../domain/history-reader.js';
import { ArrivedAttempts } from './arrived-attempts.js';
import { Coverage } from './coverage.js';
import { FailingMinutes } from './failing-minutes.js';
import { keptWindows, longestAlertMs } from './kept-windows.js';
import { readSums } from './read-sums.js';
import type { KeptSlices } from './slice-hours.js';
import { SlidingTotals } from './sliding-totals.js';
import type { SloIndex } from './slo-index.js';
import { wantedOf, WindowSums } from './window-sums.js';

/** Reads all windows that end at `endMs` (a whole minute) from scratch. */
export async function readTotals(
  history: HistoryReader,
  index: SloIndex,
  endMs: number,
  keptSlices: KeptSlices | null = null,
): Promise<SlidingTotals> {
  const kept = keptWindows(index.slos).map((window) => ({ window, sums: new WindowSums(index) }));
  const [coverage, failing] = [Coverage.empty(index, endMs), new FailingMinutes(index.slos.length)];
  const wanted = kept.map(({ window, sums }) => wantedOf(window, endMs, sums));
  // Where alerts look, days would blur which minutes failed.
  const fineFromMs = endMs - longestAlertMs(index.slos);
  const open = await readSums(history, index, wanted, {
    endMs,
    fineFromMs,
    kept: keptSlices,
    onCell: (slot, cell) => coverage.add(slot, cell),
    onStep: (step, { sums }) => {
      if (step.fromMs >= fineFromMs) failing.add(step, sums);
    },
  });
  const arrived = new ArrivedAttempts(index.slos.length);
  return new SlidingTotals(endMs, kept, open, { coverage, failing, arrived });
}
