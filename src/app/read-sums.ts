import { setImmediate } from 'node:timers/promises';

import type { Cell, Resolution } from '../domain/cell.js';
import type { HistoryReader } from '../domain/history-reader.js';
import type { TimeWindow } from '../domain/window.js';
import type { OpenSlices } from './open-slices.js';
import type { StepTallies } from './projection.js';
import { readSlices } from './read-slices.js';
import { readSteps, stretchesOf } from './read-steps.js';
import type { KeptSlices } from './slice-hours.js';
import type { SloIndex } from './slo-index.js';
import type { WantedSums } from './window-sums.js';

export interface ReadSumsOptions {
  /** Nothing at or after this is read: slices that reach beyond are as far as they have come. */
  readonly endMs: number;
  /** From here on no coarser cells than hours are read. */
  readonly fineFromMs?: number;
  /** Told of each cell of a counted series, and of each step. */
  readonly onCell?: (slot: number, cell: Cell) => void;
  readonly onStep?: (step: TimeWindow, tallies: StepTallies) => void;
  /** Slices that are kept by the hour; `null`: none is. */
  readonly kept?: KeptSlices | null;
}

/**
 * Reads windows from scratch. Their bounds cut time into parts that are each read once, from the
 * coarsest cells that fit; rows that count slices are then read once more, from cells that tell their
 * slices apart. The event loop gets a turn between parts.
 *
 * @returns the slices under way at `endMs`
 */
export async function readSums(
  history: HistoryReader,
  index: SloIndex,
  wanted: readonly WantedSums[],
  options: ReadSumsOptions,
): Promise<readonly OpenSlices[]> {
  await readAttempts(history, index, wanted, options);
  return readSlices({ history, index, wanted, endMs: options.endMs, kept: options.kept ?? null });
}

async function readAttempts(
  history: HistoryReader,
  index: SloIndex,
  wanted: readonly WantedSums[],
  { fineFromMs = Infinity, onCell, onStep }: ReadSumsOptions,
): Promise<void> {
  const bounds = wanted.flatMap(({ window }) => [window.fromMs, window.toMs]);
  const coarsestAt = (fromMs: number): Resolution => (fromMs < fineFromMs ? 'day' : 'hour');
  const stretches = await stretchesOf(history, [...bounds, ...index.exclusionBoundsMs], coarsestAt);
  const isWanted = ({ fromMs, toMs }: TimeWindow): boolean =>
    wanted.some(({ window }) => window.fromMs <= fromMs && toMs <= window.toMs);
  for (const stretch of stretches.filter(isWanted)) {
    const read = { seriesIds: index.seriesIds, stretch, ...(onCell === undefined ? {} : { onCell }) };
    await readSteps(history, index, read, (step, tallies) => {
      for (const { window, sums } of wanted)
        if (window.fromMs <= step.fromMs && step.fromMs < window.toMs) sums.add(tallies);
      onStep?.(step, tallies);
    });
    await setImmediate();
  }
}
