import { setImmediate } from 'node:timers/promises';
import type { HistoryReader } from '../domain/history-reader.js';
import type { TimeWindow } from '../domain/window.js';
import { LONGEST_ALERT_MS } from '../judge/alert/default-alerts.js';
import { Coverage } from './coverage.js';
import { RESOLUTION_MS } from '../domain/cell.js';
import { type Stretch, decompose } from './decompose.js';
import { FailingMinutes } from './failing-minutes.js';
import { Projection } from './projection.js';
import { SlidingTotals, windowLengthsMs } from './sliding-totals.js';
import type { SloIndex } from './slo-index.js';
import { type TallySums, addTallySums, newTallySums } from './tally-sums.js';

/**
 * Reads all windows that end at `endMs` (a whole minute) from scratch. Their starts cut time into
 * parts that are each read once, from the coarsest cells that fit; the event loop gets a turn
 * between parts.
 */
export async function readTotals(history: HistoryReader, index: SloIndex, endMs: number): Promise<SlidingTotals> {
  const lengthsMs = windowLengthsMs(index.slos);
  const sums = new Map(lengthsMs.map((length) => [length, newTallySums(index.rowCount)]));
  const totals = new SlidingTotals(endMs, sums, Coverage.empty(index, endMs), new FailingMinutes(index.slos.length));
  for (const stretch of await stretchesOf(history, lengthsMs, endMs)) {
    await readStretch(history, index, stretch, totals);
    await setImmediate();
  }
  return totals;
}

/** The parts between the starts of the windows, oldest first, cut into stretches of one resolution. */
async function stretchesOf(history: HistoryReader, lengthsMs: readonly number[], endMs: number): Promise<Stretch[]> {
  const rolledUp = await history.rolledUp();
  const bounds = [...lengthsMs.map((length) => endMs - length), endMs].sort((a, b) => a - b);
  return bounds.slice(1).flatMap((toMs, i) => {
    const fromMs = bounds[i] ?? toMs;
    // Where alerts look, days would blur which minutes failed.
    return decompose({ fromMs, toMs }, rolledUp, fromMs < endMs - LONGEST_ALERT_MS ? 'day' : 'hour');
  });
}

async function readStretch(
  history: HistoryReader,
  index: SloIndex,
  stretch: Stretch,
  totals: SlidingTotals,
): Promise<void> {
  const projection = new Projection(index);
  let stepMs: number | null = null;
  const flush = (): void => {
    if (stepMs !== null)
      addStep(totals, { fromMs: stepMs, toMs: stepMs + RESOLUTION_MS[stretch.resolution] }, projection.take());
  };
  await history.scanCells({ seriesIds: index.seriesIds, ...stretch }, (cell, tell) => {
    if (cell.startMs !== stepMs) flush();
    stepMs = cell.startMs;
    const slot = projection.add(cell, tell);
    if (slot !== undefined) totals.coverage.add(slot, cell);
  });
  flush();
}

function addStep(totals: SlidingTotals, step: TimeWindow, sums: TallySums): void {
  for (const length of totals.lengthsMs) {
    if (step.fromMs >= totals.endMs - length) addTallySums(totals.tallies(length), sums);
  }
  if (step.fromMs >= totals.endMs - LONGEST_ALERT_MS) totals.failing.add(step, sums);
}
