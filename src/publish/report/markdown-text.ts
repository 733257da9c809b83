/** Markdown's own signs, wherever they stand (CommonMark §2.4: a backslash makes them plain), but for the harmless. */
const SIGNS = /[\\`*_{}[\]()<>#+!|~$@&]/g;
/** Signs that begin something at the beginning of a line only. */
const AT_BEGINNING = /^(\s*)(\d+[.)](?=\s|$)|[-=:](?![\d.]))/;
/** What GitHub makes a link of by itself (GFM §6.9). */
const LINKS = /(https?:\/\/|www\.|ftp:\/\/|mailto:|xmpp:)/gi;
/** An HTML comment's end breaks out of nothing here; line ends and other controls become spaces. */
// eslint-disable-next-line no-control-regex -- these are what is to be replaced
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;
/** Signs that make text read in another direction, or be there without being seen. */
const HIDDEN = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/**
 * Text in one line that means nothing to Markdown (CommonMark, and GitHub's tables, links, mentions and
 * formulas), whoever wrote it.
 */
export function markdownText(text: string): string {
  return text
    .replace(CONTROLS, ' ')
    .replace(HIDDEN, '')
    .replace(SIGNS, escaped)
    .replace(AT_BEGINNING, (_, space: string, sign: string) => space + sign.replace(/[.)=:-]$/, '\\$&'))
    .replace(LINKS, (link) => link.replace(/[:.]/, '\u200b$&'));
}

/** `<` and `&` as entities: a renderer that knows no backslashes must not see a tag either. */
function escaped(sign: string): string {
  if (sign === '<') return '&lt;';
  if (sign === '>') return '&gt;';
  if (sign === '&') return '&amp;';
  if (sign === '@') return '@\u200b';
  return sign === '(' || sign === ')' || sign === '+' ? sign : `\\${sign}`;
}
