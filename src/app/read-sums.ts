import { setImmediate } from 'node:timers/promises';
import { RESOLUTION_MS, type Cell, type Resolution } from '../domain/cell.js';
import { ceilTo, floorTo } from '../domain/clock.js';
import type { HistoryReader } from '../domain/history-reader.js';
import type { TimeWindow } from '../domain/window.js';
import { decompose, type Stretch } from './decompose.js';
import { OpenSlices } from './open-slices.js';
import { Projection, type StepTallies } from './projection.js';
import type { SliceGroup } from './slice-groups.js';
import type { SloIndex } from './slo-index.js';
import type { WindowSums } from './window-sums.js';

/** A window to be read. */
export interface WantedSums {
  /** Whole minutes. */
  readonly window: TimeWindow;
  /** Where the first slice of such a width may begin. */
  sliceFromMs(widthMs: number): number;
  readonly sums: WindowSums;
}

export interface ReadSumsOptions {
  /** Nothing at or after this is read: slices that reach beyond are as far as they have come. */
  readonly endMs: number;
  /** From here on no coarser cells than hours are read. */
  readonly fineFromMs?: number;
  /** Told of each cell of a counted series, and of each step. */
  readonly onCell?: (slot: number, cell: Cell) => void;
  readonly onStep?: (step: TimeWindow, tallies: StepTallies) => void;
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
  const open: OpenSlices[] = [];
  for (const group of index.sliceGroups) open.push(await readSlices(history, index, group, wanted, options));
  return open;
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

async function readSlices(
  history: HistoryReader,
  index: SloIndex,
  group: SliceGroup,
  wanted: readonly WantedSums[],
  { endMs }: ReadSumsOptions,
): Promise<OpenSlices> {
  const { widthMs, rows, coarsest } = group;
  const open = new OpenSlices(index, group, 0);
  const close = (): void => {
    for (const { sums, window, ...one } of wanted)
      if (open.startMs >= one.sliceFromMs(widthMs) && open.startMs < window.toMs) open.addUnitsTo(sums.units);
  };
  const fromMs = Math.min(endMs, ...wanted.map((one) => floorTo(one.sliceFromMs(widthMs), widthMs)));
  const toMs = Math.min(endMs, ceilTo(Math.max(...wanted.map(({ window }) => window.toMs)), widthMs));
  const bounds = [fromMs, floorTo(endMs - 1, widthMs), toMs, ...index.exclusionBoundsMs];
  const stretches = await stretchesOf(history, bounds, () => coarsest);
  const seriesIds = index.seriesIdsOf(rows);
  for (const stretch of stretches.filter((one) => one.fromMs >= fromMs && one.toMs <= toMs)) {
    await readSteps(history, index, { seriesIds, stretch }, (step, tallies) => {
      if (floorTo(step.fromMs, widthMs) !== open.startMs) close();
      open.moveTo(step.fromMs);
      open.add(tallies);
    });
    await setImmediate();
  }
  close();
  open.moveTo(endMs - 1);
  return open;
}

/** The whole slices of a group that begin at `startMs`. */
export async function readSlice(
  history: HistoryReader,
  index: SloIndex,
  group: SliceGroup,
  startMs: number,
): Promise<OpenSlices> {
  const slices = new OpenSlices(index, group, startMs);
  const endMs = startMs + group.widthMs;
  const bounds = [startMs, endMs, ...index.exclusionBoundsMs.filter((ms) => ms > startMs && ms < endMs)];
  for (const stretch of await stretchesOf(history, bounds, () => group.coarsest)) {
    const seriesIds = index.seriesIdsOf(group.rows);
    await readSteps(history, index, { seriesIds, stretch }, (_, tallies) => slices.add(tallies));
  }
  return slices;
}

/** Time between the first and the last bound, in order, cut at each and into stretches of one resolution. */
export async function stretchesOf(
  history: HistoryReader,
  bounds: readonly number[],
  coarsestAt: (fromMs: number) => Resolution,
): Promise<readonly Stretch[]> {
  const rolledUp = await history.rolledUp();
  const sorted = [...new Set(bounds)].sort((a, b) => a - b);
  return sorted.slice(1).flatMap((toMs, i) => {
    const fromMs = sorted[i] ?? toMs;
    return decompose({ fromMs, toMs }, rolledUp, coarsestAt(fromMs));
  });
}

interface StepsRead {
  readonly seriesIds: readonly number[] | null;
  readonly stretch: Stretch;
  readonly onCell?: (slot: number, cell: Cell) => void;
}

/** Tells what each minute, hour or day of a stretch comes to, in order of time; those without cells are left out. */
async function readSteps(
  history: HistoryReader,
  index: SloIndex,
  { seriesIds, stretch, onCell }: StepsRead,
  onStep: (step: TimeWindow, tallies: StepTallies) => void,
): Promise<void> {
  const projection = new Projection(index);
  let stepMs: number | null = null;
  const flush = (): void => {
    if (stepMs === null) return;
    const step = { fromMs: stepMs, toMs: stepMs + RESOLUTION_MS[stretch.resolution] };
    onStep(step, projection.take(stepMs));
  };
  await history.scanCells({ seriesIds, ...stretch }, (cell, tell) => {
    if (cell.startMs !== stepMs) flush();
    stepMs = cell.startMs;
    const slot = projection.add(cell, tell);
    if (slot !== undefined) onCell?.(slot, cell);
  });
  flush();
}
