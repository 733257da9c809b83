import { MINUTE_MS } from '../domain/clock.js';
import { forEachMinuteRun } from '../domain/minute-set.js';
import type { Cell } from '../domain/cell.js';
import { budgetWindow, type KeptWindow } from './kept-window.js';
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
  #endMs: number;

  private constructor(rings: readonly MinuteRing[], groups: Groups, endMs: number) {
    this.#endMs = endMs;
    this.#rings = rings;
    this.#groups = groups;
  }

  /** Empty windows that end at `endMs`. */
  static empty(index: SloIndex, endMs: number): Coverage {
    const groups = groupsOf(index);
    const rings = groups.windows.map(({ longestMs }) => new MinuteRing(minutesOf(longestMs), minutesOf(endMs)));
    return new Coverage(rings, groups, endMs);
  }

  copy(): Coverage {
    return new Coverage(
      this.#rings.map((ring) => ring.copy()),
      this.#groups,
      this.#endMs,
    );
  }

  #ringOf(slo: number): MinuteRing {
    const ring = this.#rings[this.#groups.groupOfSlo[slo] ?? -1];
    if (ring === undefined)
      throw new RangeError(`reading coverage: a known SLO is required, found number ${String(slo)}`);
    return ring;
  }

  /** Start of the last minute of the SLO's window with a valid attempt; `null` without any. */
  lastMs(slo: number): number | null {
    const last = this.#ringOf(slo).last();
    return last === null ? null : last * MINUTE_MS;
  }

  /** Start of the first minute of the SLO's window with a valid attempt; `null` without any. */
  firstMs(slo: number): number | null {
    const first = this.#ringOf(slo).firstFrom(this.#startMinute(slo));
    return first === null ? null : first * MINUTE_MS;
  }

  /** Share of the SLO's window that has valid attempts, in slots of so many minutes. */
  share(slo: number, slotMinutes: number): number {
    return this.#ringOf(slo).coverage(slotMinutes, this.#startMinute(slo));
  }

  #startMinute(slo: number): number {
    return minutesOf(this.#groups.windows[this.#groups.groupOfSlo[slo] ?? -1]?.startAt(this.#endMs) ?? 0);
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
    this.#endMs += MINUTE_MS;
    this.#rings.forEach((ring, group) => {
      ring.advance(hasValidAttempt(minute, this.#groups.members[group]?.[0] ?? -1));
    });
  }
}

interface Groups {
  readonly groupOfSlo: readonly number[];
  readonly groupsOfSlot: readonly (readonly number[])[];
  /** SLOs of each group, never none … */
  readonly members: readonly (readonly number[])[];
  /** … and their window. */
  readonly windows: readonly KeptWindow[];
}

function groupsOf(index: SloIndex): Groups {
  const keys = keysOf(index);
  const groups = [...new Set(keys)];
  const groupOfKey = new Map(groups.map((key, group) => [key, group]));
  const groupOfSlo = keys.map((key) => groupOfKey.get(key) ?? -1);
  const members = groups.map((_, group) => [...groupOfSlo.keys()].filter((slo) => groupOfSlo[slo] === group));
  return {
    groupOfSlo,
    groupsOfSlot: index.counted.map(({ terms }) => [...new Set(terms.flatMap(({ row }) => groupOfSlo[row] ?? []))]),
    members,
    windows: members.flatMap(([slo = 0]) => index.slos.slice(slo, slo + 1).map(budgetWindow)),
  };
}

/** One text per SLO, equal where window and series are. */
function keysOf({ slos, slotsOfRow }: SloIndex): readonly string[] {
  return slos.map((definition, row) => `${budgetWindow(definition).key}:${(slotsOfRow[row] ?? []).join(',')}`);
}

function minutesOf(durationMs: number): number {
  return Math.round(durationMs / MINUTE_MS);
}
