import { setImmediate } from 'node:timers/promises';

import type { Cell } from '../domain/cell.js';
import { DAY_MS, floorTo } from '../domain/clock.js';
import type { HistoryReader } from '../domain/history-reader.js';
import type { TimeWindow } from '../domain/window.js';
import type { Stretch } from './decompose.js';
import { stretchesOf } from './read-steps.js';

export interface HoursScanned {
  /** `null`: of all series. */
  readonly seriesIds: readonly number[] | null;
  readonly window: TimeWindow;
  /** Where else time is cut: no cell reaches over one of these. */
  readonly cutsMs: readonly number[];
}

/** Takes in a cell of some stretch of time, and tells what of it cannot be read. */
export type HourVisitor = (cell: Cell, stretch: Stretch, tell: (fault: Error) => void) => void;

/** Visits a window in hours, in minutes where these are cut, and in whole days where hours are no longer kept. */
export async function scanHours(
  history: HistoryReader,
  { seriesIds, window, cutsMs }: HoursScanned,
  visit: HourVisitor,
): Promise<void> {
  const stretches = await stretchesOf(history, [window.fromMs, window.toMs, ...cutsMs], () => 'day');
  for (const stretch of stretches.filter(({ fromMs, toMs }) => fromMs >= window.fromMs && toMs <= window.toMs)) {
    if (stretch.resolution === 'day') await scanDays(history, seriesIds, stretch, visit);
    else await history.scanCells({ seriesIds, ...stretch }, (cell, tell) => visit(cell, stretch, tell));
    await setImmediate();
  }
}

/** Hours are removed before days, whole days of them: where a day has none, the day itself is read. */
async function scanDays(
  history: HistoryReader,
  seriesIds: readonly number[] | null,
  days: Stretch,
  visit: HourVisitor,
): Promise<void> {
  const hours: Stretch = { ...days, resolution: 'hour' };
  const withHours = new Set<number>();
  await history.scanCells({ seriesIds, ...hours }, (cell, tell) => {
    withHours.add(floorTo(cell.startMs, DAY_MS));
    visit(cell, hours, tell);
  });
  await history.scanCells({ seriesIds, ...days }, (cell, tell) => {
    if (!withHours.has(cell.startMs)) visit(cell, days, tell);
  });
}
