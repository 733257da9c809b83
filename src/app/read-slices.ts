import { setImmediate } from 'node:timers/promises';

import type { Resolution } from '../domain/cell.js';
import { DAY_MS, floorTo, HOUR_MS } from '../domain/clock.js';
import type { HistoryReader } from '../domain/history-reader.js';
import type { TimeWindow } from '../domain/window.js';
import type { OpenSlices } from './open-slices.js';
import { readSteps, stretchesOf } from './read-steps.js';
import { type KeptSlices, SliceHours } from './slice-hours.js';
import { isKeptByHour } from './slice-keys.js';
import { SliceReader } from './slice-reader.js';
import type { SloIndex } from './slo-index.js';
import { addSliceHour } from './unit-sums.js';
import type { WantedSums } from './window-sums.js';

export interface SlicesToRead {
  readonly history: HistoryReader;
  readonly index: SloIndex;
  readonly wanted: readonly WantedSums[];
  /** Nothing at or after this is read. */
  readonly endMs: number;
  /** What is kept by the hour; `null`: everything is read. */
  readonly kept: KeptSlices | null;
}

/**
 * Adds what the rows that count slices come to, to the windows, from the coarsest cells that tell their
 * slices apart: each resolution is read once for all groups of slices that need it. Hours that are kept
 * are not read.
 *
 * @returns the slices under way at the end
 */
export async function readSlices(given: SlicesToRead): Promise<readonly OpenSlices[]> {
  const { index, wanted, endMs } = given;
  const open: OpenSlices[] = [];
  for (const coarsest of ['day', 'hour', 'minute'] as const) {
    const groups = index.sliceGroups.filter((group) => group.coarsest === coarsest);
    if (groups.length === 0) continue;
    let hours: SliceHours | null = null;
    const readers = groups.map(
      (group) =>
        new SliceReader(index, group, wanted, endMs, (slices) => {
          if (isKeptByHour(group)) hours?.add(slices);
        }),
    );
    if (given.kept !== null && groups.some(isKeptByHour))
      hours = await SliceHours.load(index, groups, given.kept.store, timeOf(readers));
    await readTogether(given, readers, hours);
    open.push(...readers.map((reader) => reader.finish()));
  }
  return open;
}

/** Time of which some rows must be read. */
interface Span extends TimeWindow {
  readonly rows: readonly number[];
  /** Whether it is whole hours, which may be kept. */
  readonly isWhole: boolean;
}

async function readTogether(
  given: SlicesToRead,
  readers: readonly SliceReader[],
  hours: SliceHours | null,
): Promise<void> {
  const { kept } = given;
  const coarsest = readers[0]?.group.coarsest ?? 'minute';
  const narrowed = new Map<string, SloIndex>();
  const indexOf = (rows: readonly number[]): SloIndex => {
    const key = rows.join(' ');
    const index = narrowed.get(key) ?? given.index.narrowedTo(rows);
    narrowed.set(key, index);
    return index;
  };
  for (const span of hours === null ? [wholeSpan(readers)] : hourlySpans(given, readers, hours)) {
    for (const reader of readers) reader.moveTo(span.fromMs);
    await readSpan(given, readers, { span, coarsest, index: indexOf(span.rows) });
    if (hours === null || !span.isWhole) continue;
    for (const reader of readers) reader.moveTo(span.toMs);
    const read = hours.take(span.rows, span);
    if (kept?.version != null && read.length > 0) await kept.store.saveSliceHours(read, kept.version);
  }
}

async function readSpan(
  { history, index: { exclusionBoundsMs } }: SlicesToRead,
  readers: readonly SliceReader[],
  { span, coarsest, index }: { readonly span: Span; readonly coarsest: Resolution; readonly index: SloIndex },
): Promise<void> {
  if (span.rows.length === 0) return;
  const cuts = [...readers.flatMap(({ boundsMs }) => boundsMs), ...exclusionBoundsMs];
  const within = cuts.filter((ms) => ms > span.fromMs && ms < span.toMs);
  for (const stretch of await stretchesOf(history, [span.fromMs, span.toMs, ...within], () => coarsest)) {
    await readSteps(history, index, { seriesIds: index.seriesIds, stretch }, (step, tallies) => {
      for (const reader of readers) reader.add(step, tallies);
    });
    await setImmediate();
  }
}

function timeOf(readers: readonly SliceReader[]): TimeWindow {
  return {
    fromMs: Math.min(...readers.map(({ fromMs }) => fromMs)),
    toMs: Math.max(...readers.map(({ toMs }) => toMs)),
  };
}

function wholeSpan(readers: readonly SliceReader[]): Span {
  return { ...timeOf(readers), rows: readers.flatMap(({ group }) => group.rows), isWhole: false };
}

/**
 * The time of the readers in order, hour by hour, as far as it must be read: hours that are kept are added
 * to their windows. Hours in a row of which the same rows are missing are one span, a day at most.
 */
function hourlySpans(given: SlicesToRead, readers: readonly SliceReader[], hours: SliceHours): readonly Span[] {
  const { fromMs, toMs } = timeOf(readers);
  const cuts = cutsOf(given, readers);
  const spans: Span[] = [];
  for (let hourMs = floorTo(fromMs, HOUR_MS); hourMs < toMs; hourMs += HOUR_MS) {
    const hour = { fromMs: Math.max(fromMs, hourMs), toMs: Math.min(toMs, hourMs + HOUR_MS) };
    const isWhole = hour.toMs - hour.fromMs === HOUR_MS && !cuts.has(hourMs);
    const rows = readers.flatMap((reader) => (isWhole ? missingRows(reader, hours, hourMs) : reader.group.rows));
    const last = spans.at(-1);
    if (last !== undefined && continues(last, { ...hour, rows, isWhole })) {
      spans[spans.length - 1] = { ...last, toMs: hour.toMs };
    } else spans.push({ ...hour, rows, isWhole });
  }
  return spans;
}

/** Starts of the hours within which some window begins or ends. */
function cutsOf({ wanted }: SlicesToRead, readers: readonly SliceReader[]): ReadonlySet<number> {
  const bounds = wanted.flatMap((one) => [
    one.window.fromMs,
    one.window.toMs,
    ...readers.map(({ group }) => one.sliceFromMs(group.widthMs)),
  ]);
  return new Set(bounds.filter((ms) => ms % HOUR_MS !== 0).map((ms) => floorTo(ms, HOUR_MS)));
}

/** Adds what is kept of an hour to the windows; returns the rows of which nothing is. */
function missingRows(reader: SliceReader, hours: SliceHours, hourMs: number): readonly number[] {
  if (!isKeptByHour(reader.group)) return reader.group.rows;
  const windows = reader.windowsFrom(hourMs);
  return reader.group.rows.filter((row) => {
    const kept = hours.find(row, hourMs);
    if (kept === undefined) return true;
    for (const { sums } of windows) addSliceHour(sums.units, row, kept);
    return false;
  });
}

function continues(last: Span, next: Span): boolean {
  const isShort = next.toMs - last.fromMs <= DAY_MS;
  return isShort && last.isWhole === next.isWhole && last.rows.join(' ') === next.rows.join(' ');
}
