import { type HistogramCell, type HistogramRow, histogramRows, type HistogramSeries } from './histogram-rows.js';
import type { Paint } from './terminal-style.js';

export interface HistogramOptions {
  /** Drawn on one axis and one scale: side by side where there is room, else one below the other. */
  readonly series: readonly HistogramSeries[];
  readonly columns: number;
  readonly paint: Paint;
}

/** Lines of histograms with logarithmic rows, each `from – to │bar count share marks`, none wider than `columns`. */
export function terminalHistogram({ series, columns, paint }: HistogramOptions): readonly string[] {
  const rows = histogramRows(series);
  const positions = series.map((_, position) => position);
  const tallest = tallestShare(rows, positions);
  const draw = (shown: readonly number[]): readonly string[] => {
    const layout = layOut(rows, shown, columns, tallest);
    const titles = series.length === 1 ? [] : [titleLine(series, shown, layout, paint)];
    return [...titles, ...occupied(rows, shown).map((row) => renderRow(row, shown, layout, paint))];
  };
  const isRoomy = layOut(rows, positions, columns, tallest).cells.every(({ barWidth }) => barWidth >= SHORTEST_BAR);
  if (series.length === 1 || isRoomy) return draw(positions);
  return positions.flatMap((position) => [...(position === 0 ? [] : ['']), ...draw([position])]);
}

/** Without the empty rows at either end that only others have reached. */
function occupied(rows: readonly HistogramRow[], shown: readonly number[]): readonly HistogramRow[] {
  const isEmpty = ({ cells }: HistogramRow): boolean => shown.every((position) => (cells[position]?.count ?? 0) === 0);
  const latencies = rows.filter(({ isFailure }) => !isFailure);
  const first = latencies.findIndex((row) => !isEmpty(row));
  const last = latencies.findLastIndex((row) => !isEmpty(row));
  const failures = rows.filter((row) => row.isFailure && !isEmpty(row));
  return first < 0 ? failures : [...latencies.slice(first, last + 1), ...failures];
}

interface Layout {
  readonly labelOf: (row: HistogramRow) => string;
  readonly labelWidth: number;
  readonly hasShares: boolean;
  /** Share that the longest bar stands for. */
  readonly tallest: number;
  readonly cells: readonly CellLayout[];
}

interface CellLayout {
  readonly total: number;
  readonly barWidth: number;
  readonly countWidth: number;
  readonly marksWidth: number;
}

const SHORTEST_BAR = 10;
const WIDEST_BAR = 60;
/** ` 100.0 %` */
const SHARE_WIDTH = 8;
/** Below this, labels are short and shares are left out. */
const ROOMY_COLUMNS = 60;

function layOut(rows: readonly HistogramRow[], shown: readonly number[], columns: number, tallest: number): Layout {
  const isWide = columns >= ROOMY_COLUMNS;
  const labelOf = (row: HistogramRow): string => (isWide ? row.label : row.shortLabel);
  const labelWidth = Math.max(0, ...rows.map((row) => labelOf(row).length));
  const hasShares = isWide && shown.length === 1;
  const room = Math.floor((columns - labelWidth) / shown.length);
  const widest = shown.map((position) => cellLayout(rows, position, room - (hasShares ? SHARE_WIDTH : 0)));
  // One scale for all: equal shares are equally long.
  const barWidth = Math.min(...widest.map((cell) => cell.barWidth));
  return { labelOf, labelWidth, hasShares, tallest, cells: widest.map((cell) => ({ ...cell, barWidth })) };
}

function cellLayout(rows: readonly HistogramRow[], position: number, room: number): CellLayout {
  const cells = rows.flatMap((row) => row.cells[position] ?? []);
  const countWidth = Math.max(1, ...cells.map(({ count }) => String(count).length));
  const longestMarks = Math.max(0, ...cells.map(({ marks }) => marks.length));
  const marksWidth = longestMarks === 0 ? 0 : longestMarks + 1;
  // Beside the bar: its axis, and a blank before the count.
  const rest = room - countWidth - marksWidth - 2;
  return { total: totalOf(rows, position), barWidth: Math.max(1, Math.min(WIDEST_BAR, rest)), countWidth, marksWidth };
}

function totalOf(rows: readonly HistogramRow[], position: number): number {
  return rows.reduce((sum, { cells }) => sum + (cells[position]?.count ?? 0), 0);
}

function tallestShare(rows: readonly HistogramRow[], positions: readonly number[]): number {
  const shares = positions.flatMap((position) => {
    const total = totalOf(rows, position);
    return total === 0 ? [] : rows.map(({ cells }) => (cells[position]?.count ?? 0) / total);
  });
  return Math.max(0, ...shares);
}

function titleLine(series: readonly HistogramSeries[], shown: readonly number[], layout: Layout, paint: Paint): string {
  const titles = shown.map((position, at) => {
    const { barWidth = 0, countWidth = 0, marksWidth = 0 } = layout.cells[at] ?? {};
    const width = 1 + barWidth + 1 + countWidth + marksWidth;
    return ` ${fitted(series[position]?.title ?? '', width - 2)}`.padEnd(width);
  });
  return paint('bold', `${' '.repeat(layout.labelWidth)}${titles.join('')}`.trimEnd());
}

function fitted(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

function renderRow(row: HistogramRow, shown: readonly number[], layout: Layout, paint: Paint): string {
  const label = layout.labelOf(row).padStart(layout.labelWidth);
  const cells = shown.map((position, at) => {
    const cell = row.cells[position];
    const size = layout.cells[at];
    return cell === undefined || size === undefined ? '' : renderCell(cell, size, layout, row.isFailure, paint);
  });
  return `${label}${cells.join('')}`.trimEnd();
}

function renderCell(
  { count, marks }: HistogramCell,
  size: CellLayout,
  { tallest, hasShares }: Layout,
  isFailure: boolean,
  paint: Paint,
): string {
  const share = size.total === 0 ? 0 : count / size.total;
  const drawn = bar(tallest === 0 ? 0 : share / tallest, size.barWidth).padEnd(size.barWidth);
  const parts = [
    paint('dim', '│'),
    paint(isFailure ? 'red' : 'cyan', drawn),
    ` ${String(count).padStart(size.countWidth)}`,
    hasShares ? `${(100 * share).toFixed(1)} %`.padStart(SHARE_WIDTH) : '',
    marks === '' ? ' '.repeat(size.marksWidth) : ` ${paint('bold', marks.padEnd(size.marksWidth - 1))}`,
  ];
  return parts.join('');
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;

/** Whatever happened at all is seen: the shortest bar is an eighth of a column. */
function bar(share: number, width: number): string {
  if (share === 0) return '';
  const eighths = Math.max(1, Math.round(share * width * 8));
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
}
