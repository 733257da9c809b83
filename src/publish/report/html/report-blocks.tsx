import type { VNode } from 'preact';

import type { Block, ListItem, Section, TableBlock } from '../content/block.js';
import { MonthChart } from './month-charts.js';

export function Blocks({ blocks }: { readonly blocks: readonly Block[] }): VNode {
  return (
    <>
      {blocks.map((block) => (
        <OneBlock block={block} />
      ))}
    </>
  );
}

interface SectionProps {
  readonly section: Section;
  readonly level: 2 | 3;
}

/** Charts need all the width. */
export function isChart({ blocks }: Section): boolean {
  return blocks.some(({ kind }) => kind === 'chart');
}

export function isFolded({ blocks }: Section): boolean {
  return blocks.length > 0 && blocks.every((block) => block.kind === 'table' && block.isLong === true);
}

export function ReportSection({ section, level }: SectionProps): VNode | null {
  const { title, blocks } = section;
  if (blocks.length === 0) return null;
  if (isFolded(section)) return <Folded title={title} blocks={blocks} />;
  return (
    <section class={isChart(section) ? 'chart-section' : 'part'}>
      {level === 2 ? <h2>{title}</h2> : <h3>{title}</h3>}
      <Blocks blocks={blocks} />
    </section>
  );
}

/** Opened by whoever wants it; on paper it is open. */
function Folded({ title, blocks }: Section): VNode {
  return (
    <details>
      <summary>{title}</summary>
      <Blocks blocks={blocks} />
    </details>
  );
}

function OneBlock({ block }: { readonly block: Block }): VNode {
  switch (block.kind) {
    case 'text':
      return <p class={block.tone}>{block.text}</p>;
    case 'list':
      return (
        <ul>
          {block.items.map((item) => (
            <Item item={item} />
          ))}
        </ul>
      );
    case 'table':
      return <Table block={block} />;
    case 'chart':
      return (
        <figure>
          {block.note !== undefined && <figcaption class="note">{block.note}</figcaption>}
          <MonthChart chart={block.chart} summary={block.summary} />
        </figure>
      );
    default:
      return block satisfies never;
  }
}

function Item({ item: { text, details = [] } }: { readonly item: ListItem }): VNode {
  return (
    <li>
      {text}
      {details.length > 0 && (
        <ul>
          {details.map((detail) => (
            <li>{detail}</li>
          ))}
        </ul>
      )}
    </li>
  );
}

/** Each cell carries its column's title: on narrow screens a row becomes a list. */
function Table({ block: { columns, rows, caption } }: { readonly block: TableBlock }): VNode {
  const classOf = (column: number): string => (columns[column]?.isNumber === true ? 'number' : '');
  return (
    <table class={columns.length > 3 ? 'wide' : ''}>
      {caption !== undefined && <caption class="unseen">{caption}</caption>}
      <thead>
        <tr>
          {columns.map(({ title }, i) =>
            title === '' ? (
              <td />
            ) : (
              <th scope="col" class={classOf(i)}>
                {title}
              </th>
            ),
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            {row.map((cell, i) =>
              i === 0 ? (
                <th scope="row">{cell}</th>
              ) : (
                <td class={classOf(i)} data-title={columns[i]?.title}>
                  {cell}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
