/**
 * Lines of a table: names to the left, figures to the right, each column as wide as it must be. A name that
 * does not fit into `columns` is cut.
 */
export function countTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  columns: number,
): readonly string[] {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const figures = widths.slice(1).reduce((sum, width) => sum + width + GAP, 0);
  const nameWidth = Math.max(LEAST_NAME, Math.min(widths[0] ?? 0, columns - figures));
  return all.map(([name = '', ...cells]) =>
    [cut(name, nameWidth).padEnd(nameWidth), ...cells.map((cell, i) => cell.padStart((widths[i + 1] ?? 0) + GAP))]
      .join('')
      .trimEnd(),
  );
}

const GAP = 2;
const LEAST_NAME = 12;

function cut(name: string, width: number): string {
  return name.length <= width ? name : `${name.slice(0, width - 1)}…`;
}
