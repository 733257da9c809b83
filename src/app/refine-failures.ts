import type { HistoryReader } from '../domain/history-reader.js';
import type { TimeWindow } from '../domain/window.js';
import type { FailingMinutes } from './failing-minutes.js';
import { Projection } from './projection.js';
import type { SloIndex } from './slo-index.js';
import { hasFailure } from './tally-sums.js';

/** Looks into a coarse stretch in which attempts failed: puts its failing minutes in its place, for every SLO that has it. */
export async function refineFailures(
  history: HistoryReader,
  index: SloIndex,
  failing: FailingMinutes,
  stretch: TimeWindow,
): Promise<void> {
  const slos = failing.holding(stretch);
  const found = await failingMinutes(history, index, stretch, slos);
  for (const slo of slos) failing.refine(slo, stretch, found.get(slo) ?? []);
}

async function failingMinutes(
  history: HistoryReader,
  index: SloIndex,
  stretch: TimeWindow,
  slos: readonly number[],
): Promise<ReadonlyMap<number, readonly number[]>> {
  const found = new Map(slos.map((slo): [number, number[]] => [slo, []]));
  const projection = new Projection(index);
  let minuteMs: number | null = null;
  const flush = (): void => {
    if (minuteMs === null) return;
    const { sums } = projection.take(minuteMs);
    for (const [slo, minutes] of found) if (hasFailure(sums, slo)) minutes.push(minuteMs);
  };
  await history.scanCells({ seriesIds: index.seriesIds, resolution: 'minute', ...stretch }, (cell, tell) => {
    if (cell.startMs !== minuteMs) flush();
    minuteMs = cell.startMs;
    projection.add(cell, tell);
  });
  flush();
  return found;
}
