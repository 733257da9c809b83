import { MINUTE_MS } from '../domain/clock.js';
import { forEachMinuteRun } from '../domain/minute-set.js';
import type { Cell } from '../domain/cell.js';
import { MinuteRing } from './minute-ring.js';
import type { SloIndex } from './slo-index.js';
import { type TallySums, hasValidAttempt } from './tally-sums.js';

/**
 * Which minutes of each SLO's window have a valid attempt. SLOs with the same series and period
 * share a ring: they differ in what is good, not in what was attempted.
 */
export class Coverage {
  readonly #rings: readonly MinuteRing[];
  readonly #groups: Groups;

  private constructor(rings: readonly MinuteRing[], groups: Groups) {
    this.#rings = rings;
    this.#groups = groups;
  }

  /** Empty windows that end at `endMs`. */
  static empty(index: SloIndex, endMs: number): Coverage {
    const groups = groupsOf(index);
    const minuteCounts = groups.members.map((slos) => minutesOf(index.slos[slos[0] ?? 0]?.periodMs ?? 0));
    return new Coverage(
      minuteCounts.map((count) => new MinuteRing(count, minutesOf(endMs))),
      groups,
    );
  }

  copy(): Coverage {
    return new Coverage(
      this.#rings.map((ring) => ring.copy()),
      this.#groups,
    );
  }

  ringOf(slo: number): MinuteRing {
    const ring = this.#rings[this.#groups.groupOfSlo[slo] ?? -1];
    if (ring === undefined)
      throw new RangeError(`reading coverage: a known SLO is required, found number ${String(slo)}`);
    return ring;
  }

  /** Adds the minutes of a cell of the series at `slot`. */
  add(slot: number, cell: Cell): void {
    const start = minutesOf(cell.startMs);
    const groups = this.#groups.groupsOfSlot[slot] ?? [];
    forEachMinuteRun(cell.coveredMinutes, (from, to) => {
      for (const group of groups) this.#rings[group]?.add(start + from, start + to);
    });
  }

  /** Moves all windows by one minute, of which these are the tallies. */
  advance(minute: TallySums): void {
    this.#rings.forEach((ring, group) => {
      ring.advance(hasValidAttempt(minute, this.#groups.members[group]?.[0] ?? -1));
    });
  }
}

interface Groups {
  readonly groupOfSlo: readonly number[];
  readonly groupsOfSlot: readonly (readonly number[])[];
  /** SLOs of each group, never none. */
  readonly members: readonly (readonly number[])[];
}

function groupsOf(index: SloIndex): Groups {
  const keys = keysOf(index);
  const groups = [...new Set(keys)];
  const groupOfKey = new Map(groups.map((key, group) => [key, group]));
  const groupOfSlo = keys.map((key) => groupOfKey.get(key) ?? -1);
  return {
    groupOfSlo,
    groupsOfSlot: index.counted.map(({ terms }) => [...new Set(terms.map(({ slo }) => groupOfSlo[slo] ?? -1))]),
    members: groups.map((_, group) => [...groupOfSlo.keys()].filter((slo) => groupOfSlo[slo] === group)),
  };
}

/** One text per SLO, equal where period and series are. */
function keysOf(index: SloIndex): readonly string[] {
  const slots = index.slos.map((): number[] => []);
  index.counted.forEach(({ terms }, slot) => {
    for (const { slo } of terms) slots[slo]?.push(slot);
  });
  return index.slos.map(({ periodMs }, slo) => `${String(periodMs)}:${(slots[slo] ?? []).join(',')}`);
}

function minutesOf(durationMs: number): number {
  return Math.round(durationMs / MINUTE_MS);
}
