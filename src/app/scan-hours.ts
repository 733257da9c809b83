import { setImmediate } from 'node:timers/promises';

import type { Cell } from '../domain/cell.js';
import type { HistoryReader } from '../domain/history-reader.js';
import type { TimeWindow } from '../domain/window.js';
import type { Stretch } from './decompose.js';
import { stretchesOf } from './read-steps.js';
import { scanStretch } from './scan-stretch.js';

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
    for (const part of partsOf(stretch))
      await scanStretch(history, seriesIds, part, (cell, tell) => visit(cell, part, tell));
    await setImmediate();
  }
}

/** Hours are removed before days: what of days is kept without hours is read as days. */
function partsOf(stretch: Stretch): readonly Stretch[] {
  if (stretch.resolution !== 'day' || stretch.isRest === true) return [stretch];
  return [
    { ...stretch, resolution: 'hour' },
    { ...stretch, isRest: true },
  ];
}
