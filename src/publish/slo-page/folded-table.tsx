import type { VNode } from 'preact';

interface FoldedTableProps {
  readonly title: string;
  /** The first one heads the rows, the others hold figures. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A table that is long and seldom read; it scrolls by itself where it is wider than the page. */
export function FoldedTable({ title, columns, rows }: FoldedTableProps): VNode {
  return (
    <details class="figures-table">
      <summary>{title}</summary>
      <div class="table-box" role="group" aria-label={title} tabindex={0}>
        <table>
          <thead>
            <tr>
              {columns.map((column, i) => (
                <th scope="col" class={i === 0 ? '' : 'number'}>
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([head, ...figures]) => (
              <tr>
                <th scope="row">{head}</th>
                {figures.map((figure) => (
                  <td class="number">{figure}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
