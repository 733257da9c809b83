/** What XML 1.0 §2.2 cannot hold (lone surrogates among it), and the controls that it advises against. */
const NOT_IN_XML = /[^\t\n\r\u0020-\u007e\u00a0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\u{10000}-\u{10ffff}]/gu;
/** UAX #9 §2: embeddings, overrides and isolates. What one leaves open turns round everything that follows it. */
const DIRECTION = /[\u202a-\u202e\u2066-\u2069]/g;

/** Without the characters that no XML document can hold, however they are written. */
export function xmlCharacters(text: string): string {
  return text.replace(NOT_IN_XML, '');
}

/** Several lines of text for those who can isolate nothing: without controls and without what turns text round. */
export function plainLines(text: string): string {
  const lines = text.replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n').replace(/\t/g, ' ');
  return xmlCharacters(lines).replace(DIRECTION, '');
}

/** The same in one line. */
export function plainLine(text: string): string {
  return plainLines(text).replace(/\s+/g, ' ').trim();
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** At most so many characters as people count them, the last one an ellipsis where some were left out. */
export function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  let length = 0;
  let end = 0;
  for (const { index, segment } of graphemes.segment(text)) {
    if (++length > longest) return `${text.slice(0, end).trimEnd()}…`;
    // One character less than allowed: the ellipsis takes its place.
    if (length < longest) end = index + segment.length;
  }
  return text;
}

/** Text that means nothing to HTML. */
export function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
