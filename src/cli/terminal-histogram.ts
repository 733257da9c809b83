import { formatMicroseconds } from './format-microseconds.js';
import type { Paint } from './terminal-style.js';

/** What the histogram needs of a distribution of RTTs; `RttHistogram` fits. */
export interface Distribution {
  readonly count: number;
  countUpTo(us: number): number;
}

export interface HistogramOptions {
  readonly distribution: Distribution;
  /** The fastest and the slowest, in microseconds. */
  readonly minUs: number;
  readonly maxUs: number;
  /** Written beside the row that holds the value. */
  readonly marks: readonly { readonly name: string; readonly us: number }[];
  /** Rows below the histogram, on the same scale: what never got an answer. */
  readonly failures: readonly { readonly name: string; readonly count: number }[];
  readonly columns: number;
  readonly paint: Paint;
}

/** Lines of a histogram with logarithmic rows, each `from – to │bar count share marks`, none wider than `columns`. */
export function terminalHistogram(options: HistogramOptions): readonly string[] {
  const rows = [...latencyRows(options), ...failureRows(options)];
  const total = rows.reduce((sum, row) => sum + row.count, 0);
  const layout = layOut(rows, total, options.columns);
  return rows.map((row) => renderRow(row, layout, options.paint));
}

interface Row {
  readonly label: string;
  readonly count: number;
  readonly marks: string;
  readonly isFailure: boolean;
}

interface Layout {
  readonly total: number;
  readonly largest: number;
  readonly labelWidth: number;
  readonly countWidth: number;
  readonly barWidth: number;
}

const MOST_ROWS = 16;
/** Preferred numbers (ISO 3) of one decade, the finest first: rows are about equally tall on a logarithmic scale. */
const SCALES: readonly (readonly number[])[] = [
  [
    1, 1.06, 1.12, 1.18, 1.25, 1.32, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9, 2, 2.12, 2.24, 2.36, 2.5, 2.65, 2.8, 3, 3.15, 3.35,
  ].concat([3.55, 3.75, 4, 4.25, 4.5, 4.75, 5, 5.3, 5.6, 6, 6.3, 6.7, 7.1, 7.5, 8, 8.5, 9, 9.5]),
  [1, 1.12, 1.25, 1.4, 1.6, 1.8, 2, 2.24, 2.5, 2.8, 3.15, 3.55, 4, 4.5, 5, 5.6, 6.3, 7.1, 8, 9],
  [1, 1.25, 1.6, 2, 2.5, 3.15, 4, 5, 6.3, 8],
  [1, 1.6, 2.5, 4, 6.3],
  [1, 2, 5],
  [1],
];

function latencyRows(options: HistogramOptions): readonly Row[] {
  if (options.distribution.count === 0) return [];
  const edges = edgesFor(options.minUs, options.maxUs);
  let below = 0;
  return edges.slice(1).map((to, index) => {
    const from = edges[index] ?? 0;
    const isLast = index === edges.length - 2;
    const upTo = isLast ? options.distribution.count : options.distribution.countUpTo(to - 1);
    const count = upTo - below;
    below = upTo;
    const marks = options.marks.filter(({ us }) => us >= from && (us < to || isLast)).map(({ name }) => name);
    return {
      label: `${formatMicroseconds(from)} – ${formatMicroseconds(to)}`,
      count,
      marks: marks.join(' '),
      isFailure: false,
    };
  });
}

function failureRows(options: HistogramOptions): readonly Row[] {
  return options.failures.map(({ name, count }) => ({ label: name, count, marks: '', isFailure: true }));
}

/** Whole microseconds that enclose `minUs` and `maxUs`, on the finest scale that needs no more than `MOST_ROWS`. */
function edgesFor(minUs: number, maxUs: number): readonly number[] {
  const candidates = SCALES.map((scale) => edgesOn(scale, Math.max(1, minUs), Math.max(1, maxUs)));
  return candidates.find((edges) => edges.length - 1 <= MOST_ROWS) ?? candidates.at(-1) ?? [];
}

function edgesOn(scale: readonly number[], minUs: number, maxUs: number): readonly number[] {
  const edges = new Set<number>();
  for (let decade = 1; decade <= maxUs * 10; decade *= 10) {
    for (const step of scale) edges.add(Math.round(step * decade));
  }
  const sorted = [...edges];
  const first = sorted.findLastIndex((edge) => edge <= minUs);
  const last = sorted.findIndex((edge) => edge > maxUs);
  return sorted.slice(first, last + 1);
}

const SHARE_WIDTH = 7;
const MARKS_WIDTH = 18;
const WIDEST_BAR = 60;

function layOut(rows: readonly Row[], total: number, columns: number): Layout {
  const labelWidth = Math.max(0, ...rows.map(({ label }) => label.length));
  const countWidth = Math.max(1, ...rows.map(({ count }) => String(count).length));
  const rest = columns - labelWidth - countWidth - SHARE_WIDTH - MARKS_WIDTH - 4;
  return {
    total,
    largest: Math.max(1, ...rows.map(({ count }) => count)),
    labelWidth,
    countWidth,
    barWidth: Math.max(4, Math.min(WIDEST_BAR, rest)),
  };
}

function renderRow(row: Row, layout: Layout, paint: Paint): string {
  const label = row.label.padStart(layout.labelWidth);
  const drawn = bar(row.count / layout.largest, layout.barWidth).padEnd(layout.barWidth);
  const count = String(row.count).padStart(layout.countWidth);
  const share = `${((100 * row.count) / layout.total).toFixed(1)} %`.padStart(SHARE_WIDTH);
  const line = [label, paint('dim', '│'), paint(row.isFailure ? 'red' : 'cyan', drawn), ' ', count, ' ', share];
  return `${line.join('')}${row.marks === '' ? '' : ` ${paint('bold', row.marks)}`}`;
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;

/** Whatever happened at all is seen: the shortest bar is an eighth of a column. */
function bar(share: number, width: number): string {
  if (share === 0) return '';
  const eighths = Math.max(1, Math.round(share * width * 8));
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
}
