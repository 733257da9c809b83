import { floorTo, HOUR_MS, MINUTE_MS } from '../../domain/clock.js';
import { OUTCOMES } from '../../domain/outcome.js';
import { addEvents, noEvents, type OutcomeEvents } from '../cell-events.js';
import type { Stretch } from '../decompose.js';
import type { AttemptRow, AttemptTable } from './report-inputs.js';

/** Attempts of one SLO by step of time, series and outcome. */
export class AttemptSums {
  readonly #fromMs: number;
  readonly #steps = new Map<number, Map<number, OutcomeEvents>>();
  readonly #days = new Set<number>();

  constructor(fromMs: number) {
    this.#fromMs = fromMs;
  }

  /** @param startMs of a cell in `stretch` */
  add(slot: number, startMs: number, stretch: Stretch, events: OutcomeEvents): void {
    const isDay = stretch.resolution === 'day';
    const stepMs = isDay ? startMs : Math.max(stretch.fromMs, floorTo(startMs, HOUR_MS));
    const minute = (stepMs - this.#fromMs) / MINUTE_MS;
    if (isDay) this.#days.add(minute);
    const step = this.#steps.get(minute) ?? new Map<number, OutcomeEvents>();
    this.#steps.set(minute, step);
    const known = step.get(slot) ?? noEvents();
    addEvents(known, events);
    step.set(slot, known);
  }

  /** Slots with attempts, in order. */
  slots(): readonly number[] {
    const slots = new Set([...this.#steps.values()].flatMap((step) => [...step.keys()]));
    return [...slots].sort((a, b) => a - b);
  }

  /** `slots` become places in that list. */
  table(slots: readonly number[]): AttemptTable {
    const placeOf = new Map(slots.map((slot, place) => [slot, place]));
    const rows = sorted(this.#steps).flatMap(([minute, step]) =>
      sorted(step).flatMap(([slot, events]) => rowsOf(minute, placeOf.get(slot) ?? -1, events)),
    );
    return {
      columns: ['minute', 'series', 'outcome', 'attempts', 'valid', 'good'],
      outcomes: OUTCOMES,
      rows,
      days: [...this.#days].sort((a, b) => a - b),
    };
  }
}

function rowsOf(minute: number, series: number, { seen, valid, good }: OutcomeEvents): readonly AttemptRow[] {
  return OUTCOMES.flatMap((_, i): AttemptRow[] => {
    const all = seen[i] ?? 0;
    return all === 0 ? [] : [[minute, series, i, all, valid[i] ?? 0, good[i] ?? 0]];
  });
}

function sorted<V>(map: ReadonlyMap<number, V>): readonly (readonly [number, V])[] {
  return [...map].sort(([a], [b]) => a - b);
}
