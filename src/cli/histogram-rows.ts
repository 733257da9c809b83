import { formatMicroseconds } from './format-microseconds.js';
import { terminalAxis } from './terminal-axis.js';

/** What a histogram needs of a distribution of RTTs; `RttHistogram` fits. */
export interface Distribution {
  readonly count: number;
  countUpTo(us: number): number;
}

/** One distribution to draw. */
export interface HistogramSeries {
  readonly title: string;
  readonly distribution: Distribution;
  /** The fastest and the slowest, in microseconds; `null` where nothing was answered. */
  readonly minUs: number | null;
  readonly maxUs: number | null;
  /** Written beside the row that holds the value. */
  readonly marks: readonly { readonly name: string; readonly us: number }[];
  /** What never got an answer, on the same scale. */
  readonly failures: readonly { readonly name: string; readonly count: number }[];
}

export interface HistogramRow {
  readonly label: string;
  /** Where there is little room. */
  readonly shortLabel: string;
  readonly isFailure: boolean;
  /** By series. */
  readonly cells: readonly HistogramCell[];
}

export interface HistogramCell {
  readonly count: number;
  readonly marks: string;
}

/** Rows on one axis for all series: their RTTs, then what failed. */
export function histogramRows(series: readonly HistogramSeries[]): readonly HistogramRow[] {
  return [...latencyRows(series), ...failureRows(series)];
}

function latencyRows(series: readonly HistogramSeries[]): readonly HistogramRow[] {
  const ends = series.flatMap(({ minUs, maxUs }) => (minUs === null || maxUs === null ? [] : [minUs, maxUs]));
  if (ends.length === 0) return [];
  const edges = terminalAxis(Math.min(...ends), Math.max(...ends));
  return edges.slice(1).map((to, index) => {
    const from = edges[index] ?? 0;
    const step = { from, to, isFirst: index === 0, isLast: index === edges.length - 2 };
    return {
      label: `${formatMicroseconds(from)} – ${formatMicroseconds(to)}`,
      shortLabel: formatMicroseconds(from),
      isFailure: false,
      cells: series.map((one) => cellOf(one, step)),
    };
  });
}

interface Step {
  readonly from: number;
  readonly to: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

function cellOf({ distribution, marks }: HistogramSeries, { from, to, isFirst, isLast }: Step): HistogramCell {
  const below = isFirst ? 0 : distribution.countUpTo(from - 1);
  const upTo = isLast ? distribution.count : distribution.countUpTo(to - 1);
  const inStep = marks.filter(({ us }) => us >= from && (us < to || isLast));
  return { count: upTo - below, marks: inStep.map(({ name }) => name).join(' ') };
}

function failureRows(series: readonly HistogramSeries[]): readonly HistogramRow[] {
  const names = [...new Set(series.flatMap(({ failures }) => failures.map(({ name }) => name)))];
  return names.map((name) => ({
    label: name,
    shortLabel: name,
    isFailure: true,
    cells: series.map(({ failures }) => ({
      count: failures.find((failure) => failure.name === name)?.count ?? 0,
      marks: '',
    })),
  }));
}
