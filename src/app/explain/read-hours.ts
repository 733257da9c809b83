import type { Cell } from '../../domain/cell.js';
import { DAY_MS, floorTo, HOUR_MS } from '../../domain/clock.js';
import type { HistoryReader } from '../../domain/history-reader.js';
import { OUTCOMES } from '../../domain/outcome.js';
import type { TimeWindow } from '../../domain/window.js';
import { addEvents, cellEvents, noEvents, type OutcomeEvents } from '../cell-events.js';
import { exclusionAt } from '../exclusion-at.js';
import { scanHours } from '../scan-hours.js';
import type { SloIndex } from '../slo-index.js';

/** What one series did in one hour, or in one day where hours are no longer kept. */
export interface SeriesHour {
  /** Position of the series in the index. */
  readonly slot: number;
  readonly fromMs: number;
  readonly isDay: boolean;
  readonly events: OutcomeEvents;
}

/** What is read of the first SLO of an index. */
export interface HoursWanted {
  readonly window: TimeWindow;
  readonly onCell: (slot: number, cell: Cell) => void;
}

/** Reads an SLO's attempts hour by hour. Of time that operators took out only `seen` is told. */
export async function readHours(
  history: HistoryReader,
  index: SloIndex,
  { window, onCell }: HoursWanted,
): Promise<readonly SeriesHour[]> {
  const sums = new HourSums(index, onCell);
  const scanned = { seriesIds: index.seriesIdsOf([0]), window, cutsMs: index.exclusionBoundsMs };
  await scanHours(history, scanned, (cell, { resolution }, tell) => sums.add(cell, resolution === 'day', tell));
  return sums.hours();
}

class HourSums {
  readonly #index: SloIndex;
  readonly #onCell: HoursWanted['onCell'];
  readonly #sums = new Map<string, SeriesHour>();

  constructor(index: SloIndex, onCell: HoursWanted['onCell']) {
    this.#index = index;
    this.#onCell = onCell;
  }

  add(cell: Cell, isDay: boolean, tell: (fault: Error) => void): void {
    const slot = this.#index.slotOf(cell.seriesId);
    const counted = slot === undefined ? undefined : this.#index.counted[slot];
    const term = counted?.terms.find(({ row }) => row === 0);
    if (slot === undefined || counted === undefined || term === undefined) return;
    this.#onCell(slot, cell);
    const isOut = exclusionAt(this.#index.judged[0]?.exclusions ?? [], cell.startMs) !== null;
    addEvents(
      this.#hour(slot, cell.startMs, isDay).events,
      isOut ? onlySeen(cell) : cellEvents(cell, counted, term, tell),
    );
  }

  hours(): readonly SeriesHour[] {
    return [...this.#sums.values()].sort((a, b) => a.fromMs - b.fromMs);
  }

  #hour(slot: number, timeMs: number, isDay: boolean): SeriesHour {
    const fromMs = floorTo(timeMs, isDay ? DAY_MS : HOUR_MS);
    const key = `${String(slot)} ${String(fromMs)}`;
    const hour = this.#sums.get(key) ?? { slot, fromMs, isDay, events: noEvents() };
    this.#sums.set(key, hour);
    return hour;
  }
}

function onlySeen({ counts }: Cell): OutcomeEvents {
  return { ...noEvents(), seen: Float64Array.from(OUTCOMES, (outcome) => counts[outcome]) };
}
