import { groupBy } from '../../domain/group-by.js';
import { isoTime, MINUTE_MS } from '../../domain/clock.js';
import { type Series, seriesKey } from '../../domain/series.js';
import type { AttemptRow, ReportInputs } from './report-inputs.js';

/** A series that has attempts in one of two inputs only. */
export interface SeriesDifference {
  readonly kind: 'series';
  readonly series: Series;
  readonly change: 'added' | 'removed';
  readonly attempts: number;
}

/** Attempts of a series that are not as they were, whether time was taken out or not. */
export interface AttemptDifference {
  readonly kind: 'attempts';
  readonly series: Series;
  readonly before: Counts;
  readonly after: Counts;
  /** Between these: the first and the last hour of which another count is known. */
  readonly from: string;
  readonly to: string;
}

/** Of those that there are, how many count, and how many of these are good. */
export interface Counts {
  readonly attempts: number;
  readonly valid: number;
  readonly good: number;
}

/** Series by series; of one whose sums are the same nothing is told. */
export function compareAttempts(
  before: ReportInputs,
  after: ReportInputs,
): readonly (SeriesDifference | AttemptDifference)[] {
  const [then, now] = [bySeries(before), bySeries(after)];
  return [...new Set([...then.keys(), ...now.keys()])].flatMap(
    (key): readonly (SeriesDifference | AttemptDifference)[] => {
      const [was, is] = [then.get(key), now.get(key)];
      if (was === undefined || is === undefined) return oneSided(was, is);
      const [a, b] = [sumOf(was.rows), sumOf(is.rows)];
      if (isEqual(a, b)) return [];
      return [{ kind: 'attempts' as const, series: is.series, before: a, after: b, ...extentOf(was, is, after) }];
    },
  );
}

interface SeriesRows {
  readonly series: Series;
  readonly rows: readonly AttemptRow[];
}

function bySeries({ series, attempts }: ReportInputs): ReadonlyMap<string, SeriesRows> {
  const groups = series.map((one): { series: Series; rows: AttemptRow[] } => ({ series: one, rows: [] }));
  for (const row of attempts.rows) groups[row[1]]?.rows.push(row);
  return new Map(groups.map((group) => [seriesKey(group.series), group]));
}

function oneSided(was: SeriesRows | undefined, is: SeriesRows | undefined): readonly SeriesDifference[] {
  const one = is ?? was;
  if (one === undefined) return [];
  const change = was === undefined ? 'added' : 'removed';
  return [{ kind: 'series', series: one.series, change, attempts: sumOf(one.rows).attempts }];
}

function sumOf(rows: readonly AttemptRow[]): Counts {
  const sum = { attempts: 0, valid: 0, good: 0 };
  for (const [, , , attempts, valid, good] of rows) {
    sum.attempts += attempts;
    sum.valid += valid;
    sum.good += good;
  }
  return sum;
}

function isEqual(a: Counts, b: Counts): boolean {
  return a.attempts === b.attempts && a.valid === b.valid && a.good === b.good;
}

/** From the first to the last hour of which the counts differ. */
function extentOf(was: SeriesRows, is: SeriesRows, { window }: ReportInputs) {
  const [then, now] = [byHour(was.rows), byHour(is.rows)];
  const hours = [...new Set([...then.keys(), ...now.keys()])].filter((hour) => then.get(hour) !== now.get(hour));
  const fromMs = Date.parse(window.from);
  const [first, last] = [Math.min(...hours), Math.max(...hours)];
  return { from: isoTime(fromMs + first * 60 * MINUTE_MS), to: isoTime(fromMs + (last + 1) * 60 * MINUTE_MS) };
}

function byHour(rows: readonly AttemptRow[]): ReadonlyMap<number, string> {
  return new Map(
    [...groupBy(rows, ([minute]) => Math.floor(minute / 60))].map(([hour, own]) => [hour, outcomeSums(own)]),
  );
}

/** Whatever the steps in which they are known. */
function outcomeSums(rows: readonly AttemptRow[]): string {
  const outcomes = [...new Set(rows.map((row) => row[2]))].sort((a, b) => a - b);
  return JSON.stringify(outcomes.map((outcome) => [outcome, sumOf(rows.filter((row) => row[2] === outcome))]));
}
