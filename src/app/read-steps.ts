import { RESOLUTION_MS, type Cell, type Resolution } from '../domain/cell.js';
import type { HistoryReader } from '../domain/history-reader.js';
import type { TimeWindow } from '../domain/window.js';
import { decompose, restsOf, type Stretch } from './decompose.js';
import { Projection, type StepTallies } from './projection.js';
import { scanStretch } from './scan-stretch.js';
import type { SloIndex } from './slo-index.js';

/**
 * Time between the first and the last bound, in order, cut at each and into stretches of one resolution;
 * then, unless minutes must be told apart, what of that is kept only as coarser cells.
 */
export async function stretchesOf(
  history: HistoryReader,
  bounds: readonly number[],
  coarsestAt: (fromMs: number) => Resolution,
): Promise<readonly Stretch[]> {
  const rolledUp = await history.rolledUp();
  const sorted = [...new Set(bounds)].sort((a, b) => a - b);
  const stretches = sorted.slice(1).flatMap((toMs, i) => {
    const fromMs = sorted[i] ?? toMs;
    return decompose({ fromMs, toMs }, rolledUp, coarsestAt(fromMs));
  });
  return coarsestAt(-Infinity) === 'minute' ? stretches : [...stretches, ...restsOf(stretches, rolledUp)];
}

export interface StepsToRead {
  readonly seriesIds: readonly number[] | null;
  readonly stretch: Stretch;
  readonly onCell?: (slot: number, cell: Cell, tell: (fault: Error) => void) => void;
}

/**
 * Tells what each minute, hour or day of a stretch comes to, in order of time; those without cells are left
 * out. Tallies are overwritten by those of the next step.
 */
export async function readSteps(
  history: HistoryReader,
  index: SloIndex,
  { seriesIds, stretch, onCell }: StepsToRead,
  onStep: (step: TimeWindow, tallies: StepTallies) => void,
): Promise<void> {
  const projection = new Projection(index, { isReused: true });
  let stepMs: number | null = null;
  const flush = (): void => {
    if (stepMs === null) return;
    const step = { fromMs: stepMs, toMs: stepMs + RESOLUTION_MS[stretch.resolution] };
    onStep(step, projection.take(stepMs));
  };
  await scanStretch(history, seriesIds, stretch, (cell, tell) => {
    if (cell.startMs !== stepMs) flush();
    stepMs = cell.startMs;
    const slot = projection.add(cell, tell);
    if (slot !== undefined) onCell?.(slot, cell, tell);
  });
  flush();
}
