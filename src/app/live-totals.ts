import { ceilTo, HOUR_MS, MINUTE_MS } from '../domain/clock.js';
import type { HistoryReader } from '../domain/history-reader.js';
import type { SloDefinition } from '../domain/slo-definition.js';
import { haveFiguresChanged } from './changed-figures.js';
import { doubtfulStretches } from './judge-alerts.js';
import { type KeptWindow, rollingWindow } from './kept-window.js';
import type { SliceHourStore } from './ports.js';
import { Projection, type StepTallies } from './projection.js';
import { ReadPast, sliceKey } from './read-past.js';
import { readSlice } from './read-slice.js';
import { readTotals } from './read-totals.js';
import { refineFailures } from './refine-failures.js';
import { RereadDebt } from './reread-debt.js';
import { leavingMinutes, leavingSlices, type SlidingTotals } from './sliding-totals.js';
import type { SliceGroup } from './slice-groups.js';
import { sliceHours } from './slice-hours.js';
import { sliceKeys } from './slice-keys.js';
import { SloIndex } from './slo-index.js';
import { type RoundMsOf, type SloPlan, sloPlans } from './slo-plan.js';

/** A longer gap is read from scratch instead of minute by minute. */
const MAX_STEPS = 60;

export interface PlannedTotals {
  readonly plans: readonly SloPlan[];
  readonly totals: SlidingTotals;
}

export interface LiveTotalsDeps {
  readonly history: HistoryReader;
  readonly slos: readonly SloDefinition[];
  readonly roundMsOf: RoundMsOf;
  /** Where slices are kept by the hour, so that they need not be read again. */
  readonly sliceHours?: SliceHourStore;
  /** A clock that only goes forward, milliseconds. */
  readonly monotonicMs?: () => number;
}

/**
 * Totals that move along with time: kept up to the last final minute by adding the minutes that
 * enter their windows and taking away those that leave; made afresh when final time changed
 * (imports), when new series appeared, and after a gap.
 */
export class LiveTotals {
  readonly #deps: LiveTotalsDeps;
  readonly #newSeries = new Set<number>();
  /** Series of cells that the store itself does not list. */
  readonly #ignoredSeries = new Set<number>();
  #kept: Kept | null = null;
  /** Something left a window that cannot be taken away by the minute. */
  #mustReread = false;
  readonly #debt = new RereadDebt();

  constructor(deps: LiveTotalsDeps) {
    this.#deps = deps;
  }

  /**
   * Moves the kept totals to `endMs` and tells `onMinute` after each minute. Final time stays
   * final: an earlier `endMs` than the last changes nothing.
   */
  async settleTo(endMs: number, onMinute: (settled: PlannedTotals) => void): Promise<void> {
    const isGap = this.#kept !== null && endMs - this.#kept.totals.endMs > MAX_STEPS * MINUTE_MS;
    if (isGap) this.#kept = null;
    let kept = await this.#current(endMs);
    while (kept.totals.endMs < endMs) {
      const fresh = await this.#readFrom(kept, kept.totals.endMs + MINUTE_MS);
      if (this.#newSeries.size === 0) {
        kept.totals.advance(fresh);
        await this.#keepHour(kept);
        onMinute(kept);
        if (await this.#hasOutlivedMinutes(kept)) this.#mustReread = true;
      }
      kept = await this.#current(endMs);
    }
  }

  /** Totals that end at `toMs` (or where final time ends, if that is later), minutes that still change included. */
  async upTo(toMs: number): Promise<PlannedTotals> {
    for (;;) {
      const kept = await this.#current(toMs);
      const fresh = await this.#readFrom(kept, toMs);
      if (this.#newSeries.size > 0) continue;
      const totals = kept.totals.copy();
      while (totals.endMs < toMs) totals.advance(fresh);
      const stretches = doubtfulStretches(kept.plans, totals);
      if (stretches.length === 0) {
        kept.past = fresh.past;
        return { plans: kept.plans, totals };
      }
      for (const stretch of stretches) {
        await refineFailures(this.#deps.history, kept.index, kept.totals.failing, stretch);
      }
    }
  }

  /** The kept totals, made afresh where they must be; `endMs` is where new ones end. */
  async #current(endMs: number): Promise<Kept> {
    const version = await this.#deps.history.version();
    const isCurrent = this.#kept?.version === version || this.#debt.mustRest(this.#forwardMs());
    if (this.#kept !== null && isCurrent && this.#newSeries.size === 0 && !this.#mustReread) return this.#kept;
    const startedAtMs = this.#forwardMs();
    const before = this.#kept;
    this.#mustReread = false;
    this.#kept = await this.#read(version, before?.totals.endMs ?? endMs);
    if (before !== null) {
      continueArrivals(before.totals, this.#kept);
      this.#debt.add(startedAtMs, this.#forwardMs());
    }
    return this.#kept;
  }

  /**
   * Whether an hour has begun to leave a window of which minutes are no longer kept (retention may have been
   * made longer): it leaves as a whole, as when all is read from scratch.
   */
  async #hasOutlivedMinutes({ totals, readToMs }: Kept): Promise<boolean> {
    const { minutesFromMs } = await this.#deps.history.rolledUp();
    const hourOf = (window: KeptWindow, endMs: number): number => ceilTo(window.startAt(endMs), HOUR_MS);
    return totals.windows.some((window) => {
      const isCoarse = window.startAt(totals.endMs) < minutesFromMs;
      return isCoarse && hourOf(window, totals.endMs) !== hourOf(window, readToMs);
    });
  }

  #forwardMs(): number {
    return this.#deps.monotonicMs?.() ?? 0;
  }

  async #read(version: number, endMs: number): Promise<Kept> {
    const [series, records] = [await this.#deps.history.series(), await this.#deps.history.operatorRecords()];
    const index = new SloIndex(this.#deps.slos, series, records);
    for (const id of this.#newSeries) if (!index.knows(id)) this.#ignoredSeries.add(id);
    this.#newSeries.clear();
    const store = this.#deps.sliceHours;
    const totals = await readTotals(this.#deps.history, index, endMs, store === undefined ? null : { store, version });
    const narrowed = new Map(index.sliceGroups.map((group) => [group, index.narrowedTo(group.rows)]));
    const plans = sloPlans(index, this.#deps.roundMsOf);
    return {
      version,
      index,
      narrowed,
      sliceKeys: sliceKeys(index),
      plans,
      totals,
      readToMs: totals.endMs,
      past: new Map(),
    };
  }

  /** At the end of an hour: the window of an hour then holds its slices and nothing else. */
  async #keepHour({ version, index, sliceKeys: keys, totals }: Kept): Promise<void> {
    const store = this.#deps.sliceHours;
    if (store === undefined || keys.size === 0 || totals.endMs % HOUR_MS !== 0) return;
    const { units } = totals.over(rollingWindow(HOUR_MS));
    const hour = { rows: keys.keys(), startMs: totals.endMs - HOUR_MS, units };
    await store.saveSliceHours(sliceHours(index, keys, hour), version);
  }

  /** Reads the minutes from the end of the kept totals to `toMs`, and what leaves windows as they enter. */
  async #readFrom(kept: Kept, toMs: number): Promise<ReadPast> {
    const { index, totals } = kept;
    const read = new ReadPast(index);
    for (let minuteMs = totals.endMs; minuteMs < toMs; minuteMs += MINUTE_MS) {
      read.fresh.set(minuteMs, await this.#readMinute(index, minuteMs));
      for (const window of totals.windows) {
        if (window.beginsAnewAt(minuteMs)) continue;
        for (const leavingMs of leavingMinutes(window, minuteMs)) await this.#readPast(kept, read, leavingMs);
        for (const group of index.sliceGroups)
          for (const startMs of leavingSlices(window, group, minuteMs))
            await this.#readSlices(kept, read, group, startMs);
      }
    }
    return read;
  }

  /** A final minute; those that were needed for the last figures are still known. */
  async #readPast({ index, past }: Kept, read: ReadPast, minuteMs: number): Promise<void> {
    if (read.fresh.has(minuteMs) || read.past.has(minuteMs)) return;
    read.past.set(minuteMs, past.get(minuteMs) ?? (await this.#readMinute(index, minuteMs)));
  }

  async #readSlices(kept: Kept, read: ReadPast, group: SliceGroup, startMs: number): Promise<void> {
    if (group.widthMs === MINUTE_MS) return this.#readPast(kept, read, startMs);
    if (read.slices.has(sliceKey(group, startMs))) return;
    read.slices.set(
      sliceKey(group, startMs),
      await readSlice(this.#deps.history, kept.narrowed.get(group) ?? kept.index, group, startMs),
    );
  }

  async #readMinute(index: SloIndex, minuteMs: number): Promise<StepTallies> {
    const projection = new Projection(index);
    const window = { fromMs: minuteMs, toMs: minuteMs + MINUTE_MS };
    await this.#deps.history.scanCells({ seriesIds: null, resolution: 'minute', ...window }, (cell, tell) => {
      projection.add(cell, tell);
      if (!index.knows(cell.seriesId) && !this.#ignoredSeries.has(cell.seriesId)) this.#newSeries.add(cell.seriesId);
    });
    return projection.take(minuteMs);
  }
}

/** Attempts that came before go on counting as known, but where something else changed what they come to. */
function continueArrivals(before: SlidingTotals, { plans, totals }: PlannedTotals): void {
  totals.arrived.continueFrom(before.arrived, (slo) => {
    const plan = plans[slo];
    return plan !== undefined && haveFiguresChanged(plan, slo, before, totals);
  });
}

interface Kept extends PlannedTotals {
  /** Where they ended when they were read. */
  readonly readToMs: number;
  readonly version: number;
  readonly index: SloIndex;
  /** The same for the rows of each group of slices. */
  readonly narrowed: ReadonlyMap<SliceGroup, SloIndex>;
  /** By row, of those that are kept by the hour. */
  readonly sliceKeys: ReadonlyMap<number, string>;
  /** Final minutes that leave windows soon. */
  past: ReadonlyMap<number, StepTallies>;
}
