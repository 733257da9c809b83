import type { Block, ListItem, ReportContent, Section, SloContent, TableBlock } from './content/block.js';
import { markdownText } from './markdown-text.js';

/** The report as Markdown that GitHub renders: everything but the charts, whose figures stand in its tables. */
export function reportMarkdown(content: ReportContent): string {
  const parts = [
    `# ${markdownText(content.title)}`,
    ...blocks(content.lead),
    ...section(content.overview, 2),
    ...content.slos.flatMap(slo),
    ...content.closing.flatMap((one) => section(one, 2)),
    '---',
    markdownText(content.footer),
  ];
  return `${parts.join('\n\n')}\n`;
}

function slo({ title, name, service, state, lead, figures, sections }: SloContent): readonly string[] {
  return [
    `## ${markdownText(title)}`,
    `**${markdownText(state.text)}** · ${markdownText(`${service} · ${name}`)}`,
    ...blocks(lead),
    ...(figures.length === 0 ? [] : [figures.map(figure).join('\n')]),
    ...sections.flatMap((one) => section(one, 3)),
  ];
}

function figure({ label, value, note }: SloContent['figures'][number]): string {
  const aside = note === '' ? '' : ` – ${markdownText(note)}`;
  return `- ${markdownText(label)}: **${markdownText(value)}**${aside}`;
}

function section({ title, blocks: own }: Section, level: number): readonly string[] {
  const shown = blocks(own);
  return shown.length === 0 ? [] : [`${'#'.repeat(level)} ${markdownText(title)}`, ...shown];
}

function blocks(own: readonly Block[]): readonly string[] {
  return own.flatMap((block) => {
    switch (block.kind) {
      case 'text':
        return [block.tone === 'warning' ? `> **${markdownText(block.text)}**` : markdownText(block.text)];
      case 'list':
        return [block.items.map(item).join('\n')];
      case 'table':
        return [table(block)];
      case 'chart':
        return [];
      default:
        return block satisfies never;
    }
  });
}

function item({ text, details = [] }: ListItem): string {
  return [`- ${markdownText(text)}`, ...details.map((detail) => `  - ${markdownText(detail)}`)].join('\n');
}

function table({ columns, rows }: TableBlock): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ title }) => markdownText(title))),
    line(columns.map(({ isNumber }) => (isNumber ? '---:' : '---'))),
    ...rows.map((row) => line(row.map(markdownText))),
  ].join('\n');
}
