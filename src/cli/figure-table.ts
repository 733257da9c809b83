import { formatMicroseconds } from './format-microseconds.js';
import { type FigureName, FIGURES, type Figures } from './latency-figures.js';
import type { TextStyle } from './terminal-style.js';

export interface FigureRow {
  readonly label: string;
  /** What is absent stays blank; what is `null` is a dash. */
  readonly figures: Partial<Figures>;
}

const FIGURE_WIDTH = 9;
/** A name may take so much of a line, and is cut beyond. */
const WIDEST_LABEL = 34;
const NAMES: Readonly<Partial<Record<FigureName, string>>> = { p999: 'p99.9' };

/** Lines of a table of figures, its title above the labels; where they do not fit beside each other, figures go on below. */
export function figureTable(
  title: string,
  rows: readonly FigureRow[],
  { columns, paint }: TextStyle,
): readonly string[] {
  const widest = Math.max(0, Math.min(WIDEST_LABEL, columns - 2 * FIGURE_WIDTH));
  const labelWidth = Math.min(widest, Math.max(title.length, ...rows.map(({ label }) => label.length)));
  const perBlock = Math.max(1, Math.floor((columns - labelWidth) / FIGURE_WIDTH));
  const used = FIGURES.filter((name) => rows.some(({ figures }) => figures[name] !== undefined));
  return blocksOf(used, perBlock).flatMap((names) => [
    paint('dim', title.padEnd(labelWidth) + names.map((name) => (NAMES[name] ?? name).padStart(FIGURE_WIDTH)).join('')),
    ...rows
      .filter(({ figures }) => names.some((name) => figures[name] !== undefined))
      .map((row) => renderRow(row, names, labelWidth)),
  ]);
}

/** As evenly as it goes: 4 and 3 read better than 6 and 1. */
function blocksOf(names: readonly FigureName[], perBlock: number): readonly (readonly FigureName[])[] {
  const blocks = Math.max(1, Math.ceil(names.length / perBlock));
  const size = Math.ceil(names.length / blocks);
  return Array.from({ length: blocks }, (_, block) => names.slice(block * size, (block + 1) * size));
}

function renderRow({ label, figures }: FigureRow, names: readonly FigureName[], labelWidth: number): string {
  const shown = label.length <= labelWidth ? label : `${label.slice(0, Math.max(0, labelWidth - 1))}…`;
  const cells = names.map((name) => {
    const us = figures[name];
    return (us === undefined ? '' : formatMicroseconds(us)).padStart(FIGURE_WIDTH);
  });
  return (shown.padEnd(labelWidth) + cells.join('')).trimEnd();
}
