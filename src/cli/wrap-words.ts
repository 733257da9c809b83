import { displayWidth } from './display-width.js';

// eslint-disable-next-line no-control-regex
const STYLE = /\u001b\[[0-9;]*m/g;

/** Lines no wider than `columns`, broken at blanks only; all but the first begin with `indent`. Colours have no width. */
export function wrapWords(text: string, columns: number, indent = ''): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/(?<=\S)(?= )/)) {
    const isRoomy = widthOf(line) + widthOf(word) <= columns;
    if (isRoomy || line.trim() === '') line += word;
    else {
      lines.push(line);
      line = indent + word.trimStart();
    }
  }
  return [...lines, line];
}

function widthOf(text: string): number {
  return displayWidth(text.replaceAll(STYLE, ''));
}
