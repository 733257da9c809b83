import { cutToWidth, displayWidth, padToWidth } from './display-width.js';
import type { TextStyle } from './terminal-style.js';
import { wrapWords } from './wrap-words.js';

export interface TableRow {
  readonly cells: readonly string[];
  /** Shown below, as many lines as it takes for each. */
  readonly details: readonly string[];
}

const GAP = '  ';
const INDENT = '    ';

/** Lines of a table with a header; where it is wider than the terminal the last column is cut. */
export function columnTable(
  header: readonly string[],
  rows: readonly TableRow[],
  { columns, paint }: TextStyle,
): readonly string[] {
  const before = header.slice(0, -1).map((title, column) => {
    return Math.max(displayWidth(title), ...rows.map(({ cells }) => displayWidth(cells[column] ?? '')));
  });
  const left = columns - before.reduce((sum, width) => sum + width + GAP.length, 0);
  const line = (cells: readonly string[]): string => {
    const padded = before.map((width, column) => padToWidth(cells[column] ?? '', width));
    return [...padded, cutToWidth(cells[before.length] ?? '', left)].join(GAP).trimEnd();
  };
  const wrapped = (detail: string): readonly string[] => wrapWords(INDENT + detail, columns, INDENT + GAP);
  return [
    paint('bold', line(header)),
    ...rows.flatMap(({ cells, details }) => [
      line(cells),
      ...details.flatMap(wrapped).map((text) => paint('dim', text)),
    ]),
  ];
}
