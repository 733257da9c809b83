import type { Chart } from './chart.js';

/**
 * A piece of a report, whatever it is written as: Markdown and HTML say the same because both are made of
 * these. Texts hold what users named, so whoever writes them out escapes them.
 */
export type Block =
  | { readonly kind: 'text'; readonly text: string; readonly tone: 'plain' | 'note' | 'warning' }
  | { readonly kind: 'list'; readonly items: readonly ListItem[] }
  | TableBlock
  /** What a chart shows stands in words and tables too. */
  | { readonly kind: 'chart'; readonly chart: Chart; readonly summary: string; readonly note?: string };

export interface ListItem {
  readonly text: string;
  /** Further lines that belong to it. */
  readonly details?: readonly string[];
}

export interface TableBlock {
  readonly kind: 'table';
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  /** What the table is about, where no heading says so. */
  readonly caption?: string;
  /** A long one may be shown folded up. */
  readonly isLong?: boolean;
}

export interface Column {
  readonly title: string;
  readonly isNumber: boolean;
}

export interface Section {
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** What is told of one SLO. */
export interface SloContent {
  /** A name that is one in the report, for links. */
  readonly id: string;
  readonly title: string;
  /** Its name in the configuration, and the objective's. */
  readonly name: string;
  readonly service: string;
  readonly state: { readonly kind: 'met' | 'at_risk' | 'violated' | 'no_data'; readonly text: string };
  readonly lead: readonly Block[];
  readonly figures: readonly Figure[];
  readonly sections: readonly Section[];
}

/** One of the figures that stand out. */
export interface Figure {
  readonly label: string;
  readonly value: string;
  readonly note: string;
}

/** A whole report. */
export interface ReportContent {
  readonly locale: string;
  readonly title: string;
  readonly description: string;
  readonly skipToContent: string;
  readonly lead: readonly Block[];
  readonly overview: Section;
  readonly slos: readonly SloContent[];
  readonly closing: readonly Section[];
  readonly footer: string;
}

export function text(value: string, tone: 'plain' | 'note' | 'warning' = 'plain'): Block {
  return { kind: 'text', text: value, tone };
}

export function list(items: readonly (string | ListItem)[]): Block {
  return { kind: 'list', items: items.map((item) => (typeof item === 'string' ? { text: item } : item)) };
}

/** Titles of columns; those of figures begin with `#`. */
export function table(
  titles: readonly string[],
  rows: TableBlock['rows'],
  options: Partial<TableBlock> = {},
): TableBlock {
  const columns = titles.map((title) => ({ title: title.replace(/^#/, ''), isNumber: title.startsWith('#') }));
  return { kind: 'table', columns, rows, ...options };
}
