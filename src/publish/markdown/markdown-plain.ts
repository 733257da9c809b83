import type { Token } from 'markdown-it';

import { imageText, isWithinLink, markdown } from './markdown-parser.js';
import { plainLine, plainLines, shortened } from './plain-characters.js';

/** The same text for those who can show text only: feeds' summaries, calendars, scripts. */
export function markdownPlain(text: string): string {
  const lines = new PlainLines();
  for (const token of markdown.parse(text, {})) lines.add(token);
  return lines.text();
}

/** What fits into one line of so many characters. */
export function markdownLine(text: string, longest: number): string {
  return shortened(plainLine(markdownPlain(text)), longest);
}

interface List {
  /** Of the item that comes next; `null` where they have none. */
  number: number | null;
}

class PlainLines {
  readonly #blocks: string[] = [];
  readonly #lists: List[] = [];
  #marker = '';
  #cells: string[] = [];

  add(token: Token): void {
    const { type } = token;
    if (type === 'bullet_list_open') this.#lists.push({ number: null });
    else if (type === 'ordered_list_open') this.#lists.push({ number: Number(token.attrGet('start') ?? 1) });
    else if (type.endsWith('_list_close')) this.#lists.pop();
    else if (type === 'list_item_open') this.#marker = this.#nextMarker();
    else if (type === 'fence' || type === 'code_block') this.#block(token.content.trimEnd());
    else if (type === 'th_close' || type === 'td_close') this.#cells.push(this.#blocks.pop() ?? '');
    else if (type === 'tr_close') this.#row();
    else if (type === 'inline') this.#block(inlineText(token.children ?? []));
  }

  text(): string {
    return plainLines(this.#blocks.filter((block) => block.trim() !== '').join('\n'))
      .replace(/ +\n/g, '\n')
      .trim();
  }

  #block(text: string): void {
    this.#blocks.push(`${this.#marker}${text}`);
    this.#marker = '';
  }

  #row(): void {
    this.#block(this.#cells.join(' | '));
    this.#cells = [];
  }

  #nextMarker(): string {
    const list = this.#lists.at(-1);
    const indent = '  '.repeat(Math.max(0, this.#lists.length - 1));
    if (list?.number == null) return `${indent}- `;
    return `${indent}${String(list.number++)}. `;
  }
}

function inlineText(tokens: readonly Token[]): string {
  let text = '';
  let linkFrom = 0;
  tokens.forEach((token, index) => {
    if (token.type === 'link_open') linkFrom = text.length;
    if (token.type === 'link_close') text += addressBeside(text.slice(linkFrom), addressOf(tokens, index));
    text += ownText(token, tokens, index);
  });
  return text;
}

function ownText(token: Token, tokens: readonly Token[], index: number): string {
  switch (token.type) {
    case 'softbreak':
    case 'hardbreak':
      return '\n';
    case 'image': {
      const text = imageText(token);
      return isWithinLink(tokens, index) ? text : text + addressBeside(text, String(token.attrGet('src') ?? ''));
    }
    default:
      return token.content;
  }
}

/** Of the link that ends here. */
function addressOf(tokens: readonly Token[], end: number): string {
  const open = tokens.slice(0, end).findLast(({ type }) => type === 'link_open');
  return String(open?.attrGet('href') ?? '');
}

/** Where a link leads, unless its text says so. */
function addressBeside(text: string, address: string): string {
  const shown = address.replace(/^mailto:/, '');
  if (text === shown || `${text}/` === shown || text === address) return '';
  return text === '' ? shown : ` (${shown})`;
}
