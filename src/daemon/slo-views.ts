import { dayBar } from '../app/day-bars.js';
import { countsSlices, sliceGroups } from '../app/slice-groups.js';
import { dayWindows, type DayWindow } from '../app/day-windows.js';
import { addTallies, NO_TALLY, type Tally } from '../domain/tally.js';
import { tallyWindows } from '../app/tally-windows.js';
import { ceilTo, DAY_MS, floorTo, MINUTE_MS } from '../domain/clock.js';
import type { HistoryReader, StoredSeries } from '../domain/history-reader.js';
import type { DayBar, LatencyPoint } from '../domain/latency.js';
import { selects, type SloDefinition } from '../domain/slo-definition.js';
import type { SloStatus } from '../domain/slo-status.js';
import type { SloView } from '../domain/snapshot.js';
import type { HistoryThread } from './history/thread.js';

const DAYS_SHOWN = 90;

export interface SloViewsDeps {
  /** The daemon's own connection: read for the running minutes only. */
  readonly history: HistoryReader;
  /** Reads whole days and charts. */
  readonly thread: Pick<HistoryThread, 'latency' | 'tallies'>;
  readonly slos: readonly SloDefinition[];
  readonly timeZone: string;
}

/** Days as last read: all of them up to `toMs`, which lies in the last. */
interface ReadDays {
  readonly version: number;
  readonly toMs: number;
  readonly windows: readonly DayWindow[];
  /** By window, then by SLO. */
  readonly tallies: readonly (readonly Tally[])[];
}

/**
 * What a page shows of each SLO beside where it stands: its days and its latency.
 * Days that are over are read once; each second only the minutes since the last reading are added.
 */
export class SloViews {
  readonly #deps: SloViewsDeps;
  /** By SLO: parts of a slice do not add up, so today is as it was read last. */
  readonly #countsSlices: readonly boolean[];
  /** A slice belongs to the day it begins in, and may reach beyond it. */
  readonly #reachMs: number;
  #days: ReadDays | null = null;
  #latency: readonly (LatencyPoint | null)[] = [];
  #series: readonly StoredSeries[] = [];

  constructor(deps: SloViewsDeps) {
    this.#deps = deps;
    this.#countsSlices = deps.slos.map(countsSlices);
    this.#reachMs = Math.max(0, ...sliceGroups(deps.slos).map(({ widthMs }) => widthMs - MINUTE_MS));
  }

  /** Reads the days anew up to the settled minute, but only those that may have changed. */
  async refreshDays(nowMs: number, settledToMs: number): Promise<void> {
    const { history, thread, slos, timeZone } = this.#deps;
    const version = await history.version();
    const toMs = floorTo(Math.min(settledToMs, nowMs), MINUTE_MS);
    const windows = dayWindows(timeZone, nowMs, DAYS_SHOWN);
    const kept = this.#finalDays(version);
    const wanted = windows.filter(({ date }) => !kept.has(date)).map((window) => upTo(window, toMs));
    const read = wanted.length === 0 ? [] : await thread.tallies(slos, wanted);
    let next = 0;
    const tallies = windows.map(({ date }) => kept.get(date) ?? read[next++] ?? []);
    this.#days = { version, toMs, windows, tallies };
  }

  async refreshLatency(nowMs: number): Promise<void> {
    this.#series = await this.#deps.history.series();
    const points: (LatencyPoint | null)[] = [];
    for (const slo of this.#deps.slos) points.push(await this.#latencyOf(slo, nowMs));
    this.#latency = points;
  }

  /** The views of this instant, of the SLOs that have a status; `null` before the first refresh of both. */
  async views(statuses: readonly SloStatus[], nowMs: number): Promise<readonly SloView[] | null> {
    const { history, slos } = this.#deps;
    if (this.#days === null || this.#latency.length < slos.length) return null;
    const { toMs, windows } = this.#days;
    // After midnight, until the days are read anew, the last day shown is yesterday: nothing of today is its.
    const since = { fromMs: toMs, toMs: Math.min(ceilTo(nowMs, MINUTE_MS), windows.at(-1)?.toMs ?? toMs) };
    const [recent = []] = since.fromMs < since.toMs ? await tallyWindows(history, slos, [since]) : [];
    const views: SloView[] = [];
    for (const [index, definition] of slos.entries()) {
      const [status, latencySummary] = [statusOf(definition, statuses), this.#latency[index]];
      if (status === null || latencySummary === undefined) continue;
      const series = this.#selected(definition).map((stored) => stored.series);
      const days = this.#bars(index, recent[index] ?? NO_TALLY);
      const whole = wholeAfter(definition, slos[index + 1], statuses);
      views.push({ definition, status, ...whole, days, latencySummary, series });
    }
    return views;
  }

  #bars(slo: number, recent: Tally): readonly DayBar[] {
    const { windows, tallies } = this.#days ?? { windows: [], tallies: [] };
    return windows.map((window, day) => {
      const tally = tallies[day]?.[slo] ?? NO_TALLY;
      const isGrowing = day === windows.length - 1 && !this.#countsSlices[slo];
      return dayBar(window, isGrowing ? addTallies(tally, recent) : tally);
    });
  }

  /** Days read before that can no longer change. */
  #finalDays(version: number): ReadonlyMap<string, readonly Tally[]> {
    const days = this.#days;
    if (days?.version !== version) return new Map();
    const entries = days.windows.map(({ date, toMs }, index) => ({ date, toMs, tallies: days.tallies[index] ?? [] }));
    return new Map(
      entries.filter(({ toMs }) => toMs + this.#reachMs <= days.toMs).map(({ date, tallies }) => [date, tallies]),
    );
  }

  async #latencyOf(slo: SloDefinition, nowMs: number): Promise<LatencyPoint | null> {
    const seriesIds = this.#selected(slo).map(({ id }) => id);
    if (seriesIds.length === 0) return null;
    const toMs = ceilTo(nowMs, MINUTE_MS);
    const { points } = await this.#deps.thread.latency({
      seriesIds,
      phase: null,
      fromMs: toMs - DAY_MS,
      toMs,
      stepMs: null,
    });
    return points.find(({ count }) => count > 0) ?? null;
  }

  #selected({ indicator }: SloDefinition): readonly StoredSeries[] {
    return this.#series.filter(({ series }) => selects(indicator.total.selector, series));
  }
}

function statusOf(slo: SloDefinition, statuses: readonly SloStatus[]): SloStatus | null {
  const isIts = ({ name, objectiveName, composite }: SloStatus): boolean =>
    name === slo.name && (objectiveName ?? null) === slo.objectiveName && composite === undefined;
  return statuses.find(isIts) ?? null;
}

/** The status of a composite SLO as a whole goes with its last objective. */
function wholeAfter(
  slo: SloDefinition,
  next: SloDefinition | undefined,
  statuses: readonly SloStatus[],
): Pick<SloView, 'whole'> {
  const whole = statuses.find(({ name, composite }) => name === slo.name && composite !== undefined);
  return whole === undefined || next?.name === slo.name ? {} : { whole };
}

function upTo(window: DayWindow, toMs: number): DayWindow {
  return { ...window, toMs: Math.max(window.fromMs, Math.min(window.toMs, toMs)) };
}
