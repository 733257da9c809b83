import type { Phase } from '../../src/domain/phase.js';
import type { Cell, Resolution } from '../../src/domain/cell.js';
import { DAY_MS, HOUR_MS, MINUTE_MS, floorTo } from '../../src/domain/clock.js';
import type { CellQuery, CellVisitor, HistoryReader, RolledUp, StoredSeries } from '../../src/domain/history-reader.js';
import { NO_OPERATOR_RECORDS, type OperatorRecords } from '../../src/domain/operator-action.js';
import { encodeMinuteSet } from '../../src/domain/minute-set.js';
import { NO_OUTCOMES, type Outcome, type OutcomeCounts, addOutcomes, validCount } from '../../src/domain/outcome.js';
import { type Series, seriesKey } from '../../src/domain/series.js';
import { RttHistogram } from '../../src/histogram/rtt-histogram.js';
import { phaseHistograms } from '../../src/record/phase-histograms.js';

const WIDTH_MS: Readonly<Record<Resolution, number>> = { minute: MINUTE_MS, hour: HOUR_MS, day: DAY_MS };

/** What attempts a test puts into one minute: how many of an outcome, and the RTT of each that has one. */
export interface Attempts {
  readonly outcome: Outcome;
  readonly count: number;
  readonly rttUs?: number;
  readonly phasesUs?: Readonly<Partial<Record<Phase, number>>>;
}

interface StoredMinute {
  readonly seriesId: number;
  readonly startMs: number;
  readonly source: number;
  readonly attempts: Attempts[];
}

/** A history that lives in memory, for tests: hours and days are merged from minutes when asked for. */
export class MemoryHistory implements HistoryReader {
  /** Every query asked so far. */
  readonly queries: CellQuery[] = [];
  /** What operators said. */
  records: OperatorRecords = NO_OPERATOR_RECORDS;
  /** When set, the next reads reject with it. */
  failure: Error | null = null;
  readonly #series: StoredSeries[] = [];
  readonly #minutes = new Map<string, StoredMinute>();
  readonly #corrupt = new Map<string, number | null>();
  /** What visitors could not read. */
  readonly faults: string[] = [];
  #rolledUp = { hoursToMs: 0, daysToMs: 0 };
  #minutesFromMs = -Infinity;
  #version = 1;

  /** Adds attempts to a minute; `source` other than 0 is an import. */
  add(series: Series, timeMs: number, attempts: readonly Attempts[], source = 0): void {
    const seriesId = this.idOf(series);
    const startMs = floorTo(timeMs, MINUTE_MS);
    const key = `${String(startMs)}/${String(seriesId)}/${String(source)}`;
    const minute = this.#minutes.get(key) ?? { seriesId, startMs, source, attempts: [] };
    minute.attempts.push(...attempts);
    this.#minutes.set(key, minute);
  }

  idOf(series: Series): number {
    const found = this.#series.find((stored) => seriesKey(stored.series) === seriesKey(series));
    if (found !== undefined) return found.id;
    const id = 100 + this.#series.length;
    this.#series.push({ id, series });
    return id;
  }

  /** Every group of attempts, with its minute. */
  everything(): { series: Series; startMs: number; attempts: Attempts }[] {
    const names = new Map(this.#series.map(({ id, series }) => [id, series]));
    return [...this.#minutes.values()].flatMap(({ seriesId, startMs, attempts }) => {
      const series = names.get(seriesId);
      return series === undefined ? [] : attempts.map((group) => ({ series, startMs, attempts: group }));
    });
  }

  everySeries(): readonly Series[] {
    return this.#series.map(({ series }) => series);
  }

  /** Says up to where coarser cells may be read. */
  rollUp(hoursToMs: number, daysToMs: number): void {
    this.#rolledUp = { hoursToMs: floorTo(hoursToMs, HOUR_MS), daysToMs: floorTo(daysToMs, DAY_MS) };
  }

  /** Forgets minutes (not hours and days) before a time, as retention does. */
  dropMinutesBefore(timeMs: number): void {
    this.#minutesFromMs = timeMs;
  }

  /** Final time has changed. */
  raiseVersion(): void {
    this.#version++;
  }

  /** Makes the histograms of a series unreadable, all or those of one minute. */
  corrupt(series: Series, minuteMs: number | null = null): void {
    this.#corrupt.set(seriesKey(series), minuteMs);
  }

  series(): Promise<readonly StoredSeries[]> {
    return this.#answer([...this.#series]);
  }

  rolledUp(): Promise<RolledUp> {
    return this.#answer({ ...this.#rolledUp, minutesFromMs: this.#minutesFromMs, hoursFromMs: -Infinity });
  }

  operatorRecords(): Promise<OperatorRecords> {
    return this.#answer(this.records);
  }

  async scanCells(query: CellQuery, visit: CellVisitor): Promise<void> {
    await this.#answer(null);
    this.queries.push(query);
    this.#refuseUnmade(query);
    const cells = this.#cellsOf(query).filter(({ startMs }) => startMs >= query.fromMs && startMs < query.toMs);
    for (const cell of cells.sort((a, b) => a.startMs - b.startMs))
      visit(cell, (fault) => this.faults.push(fault.message));
  }

  firstCellMs(): Promise<number | null> {
    const starts = [...this.#minutes.values()].map(({ startMs }) => startMs);
    return this.#answer(starts.length === 0 ? null : Math.min(...starts));
  }

  version(): Promise<number> {
    return this.#answer(this.#version);
  }

  #answer<T>(value: T): Promise<T> {
    return this.failure === null ? Promise.resolve(value) : Promise.reject(this.failure);
  }

  #refuseUnmade({ resolution, toMs }: CellQuery): void {
    const { hoursToMs, daysToMs } = this.#rolledUp;
    const limitMs = { minute: Infinity, hour: hoursToMs, day: daysToMs }[resolution];
    if (toMs > limitMs)
      throw new Error(`${resolution}s are made up to ${String(limitMs)}, asked up to ${String(toMs)}`);
  }

  #cellsOf({ resolution, seriesIds, fromMs, toMs }: CellQuery): Cell[] {
    const width = WIDTH_MS[resolution];
    const groups = new Map<string, StoredMinute[]>();
    for (const minute of this.#minutes.values()) {
      if (minute.startMs < floorTo(fromMs, width) || minute.startMs >= toMs + width) continue;
      if (seriesIds !== null && !seriesIds.includes(minute.seriesId)) continue;
      if (resolution === 'minute' && minute.startMs < this.#minutesFromMs) continue;
      const key = `${String(floorTo(minute.startMs, width))}/${String(minute.seriesId)}/${String(minute.source)}`;
      groups.set(key, [...(groups.get(key) ?? []), minute]);
    }
    return [...groups.values()].map((minutes) => this.#merge(minutes, width));
  }

  #isCorrupt({ seriesId, startMs }: StoredMinute): boolean {
    const stored = this.#series.find(({ id }) => id === seriesId);
    const minuteMs = stored === undefined ? undefined : this.#corrupt.get(seriesKey(stored.series));
    return minuteMs === null || minuteMs === startMs;
  }

  #merge(minutes: readonly StoredMinute[], width: number): Cell {
    const [first] = minutes;
    if (first === undefined) throw new Error('a cell needs a minute');
    const startMs = floorTo(first.startMs, width);
    const attempts = minutes.flatMap((minute) => minute.attempts);
    const covered = minutes.filter((minute) => validCount(countsOf(minute.attempts)) > 0);
    const isCorrupt = minutes.some((minute) => this.#isCorrupt(minute));
    return {
      seriesId: first.seriesId,
      startMs,
      source: first.source,
      counts: countsOf(attempts),
      answered: isCorrupt ? Uint8Array.of(255) : rttsOf(attempts, true),
      otherReplies: rttsOf(attempts, false),
      coveredMinutes: encodeMinuteSet(covered.map((minute) => (minute.startMs - startMs) / MINUTE_MS)),
      phases: phaseHistograms((phase) => histogramOf(attempts, ({ phasesUs }) => phasesUs?.[phase])),
    };
  }
}

function countsOf(attempts: readonly Attempts[]): OutcomeCounts {
  return attempts.reduce<OutcomeCounts>(
    (sum, { outcome, count }) => addOutcomes(sum, { ...NO_OUTCOMES, [outcome]: count }),
    NO_OUTCOMES,
  );
}

function rttsOf(attempts: readonly Attempts[], isAnswered: boolean): Uint8Array | null {
  return histogramOf(attempts, ({ outcome, rttUs }) => ((outcome === 'answered') === isAnswered ? rttUs : undefined));
}

function histogramOf(
  attempts: readonly Attempts[],
  timeOf: (group: Attempts) => number | undefined,
): Uint8Array | null {
  const histogram = new RttHistogram();
  for (const group of attempts) {
    const us = timeOf(group);
    if (us !== undefined) histogram.record(us, group.count);
  }
  return histogram.count === 0 ? null : histogram.toBytes();
}
