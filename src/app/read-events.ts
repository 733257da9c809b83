import { setImmediate } from 'node:timers/promises';

import type { HistoryReader } from '../domain/history-reader.js';
import type { Series } from '../domain/series.js';
import type { TimeWindow } from '../domain/window.js';
import { addEvents, cellEvents, noEvents, type OutcomeEvents } from './cell-events.js';
import { exclusionAt } from './exclusion-at.js';
import { stretchesOf } from './read-steps.js';
import { scanStretch } from './scan-stretch.js';
import type { SloIndex } from './slo-index.js';

/** A row's attempts in a window of whole minutes, to be told by outcome. */
export interface WantedEvents {
  readonly row: number;
  readonly window: TimeWindow;
}

/** What one series did. */
export interface SeriesEvents {
  readonly series: Series;
  readonly events: OutcomeEvents;
}

/**
 * Reads what counted in each of some windows, series by series, in one pass through history. Time that
 * operators took out is left out.
 */
export async function readEvents(
  history: HistoryReader,
  index: SloIndex,
  wanted: readonly WantedEvents[],
): Promise<readonly (readonly SeriesEvents[])[]> {
  const found = wanted.map(() => new Map<number, OutcomeEvents>());
  const bounds = [...wanted.flatMap(({ window }) => [window.fromMs, window.toMs]), ...index.exclusionBoundsMs];
  const seriesIds = index.seriesIdsOf(wanted.map(({ row }) => row));
  for (const stretch of await stretchesOf(history, bounds, () => 'hour')) {
    const here = [...wanted.entries()].filter(([, { row, window }]) => counts(index, row, window, stretch));
    if (here.length === 0) continue;
    await scanStretch(history, seriesIds, stretch, (cell, tell) => {
      const slot = index.slotOf(cell.seriesId);
      const counted = slot === undefined ? undefined : index.counted[slot];
      if (slot === undefined || counted === undefined) return;
      for (const [i, { row }] of here) {
        const term = counted.terms.find((one) => one.row === row);
        if (term !== undefined) addTo(found[i], slot, cellEvents(cell, counted, term, tell));
      }
    });
    await setImmediate();
  }
  return found.map((slots) => [...slots].flatMap(([slot, events]) => ofSeries(index, slot, events)));
}

function counts(index: SloIndex, row: number, window: TimeWindow, { fromMs, toMs }: TimeWindow): boolean {
  const isWithin = window.fromMs <= fromMs && toMs <= window.toMs;
  return isWithin && exclusionAt(index.judged[row]?.exclusions ?? [], fromMs) === null;
}

function addTo(slots: Map<number, OutcomeEvents> | undefined, slot: number, events: OutcomeEvents): void {
  if (slots === undefined) return;
  const sum = slots.get(slot) ?? noEvents();
  addEvents(sum, events);
  slots.set(slot, sum);
}

function ofSeries(index: SloIndex, slot: number, events: OutcomeEvents): readonly SeriesEvents[] {
  const counted = index.counted[slot];
  return counted === undefined ? [] : [{ series: counted.series, events }];
}
