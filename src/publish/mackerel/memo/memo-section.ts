import { createHash } from 'node:crypto';

/**
 * Mackerel answers 413 for a memo of more than 80 KB, and a memo is replaced as a whole
 * (mackerel.io, API `PUT /api/v0/alerts/<id>`). Thousands, so that it holds whichever KB is meant.
 */
export const MEMO_MAX_BYTES = 80_000;

const HEADING = '## resolver-slo';
const CUT = '\n…';
/** The last line of a section: where it ends, and by what it is known whether somebody wrote into it. */
const END = /^\[resolver-slo ([0-9a-f]{12})\]$/;

/**
 * The memo of an alert with our section in it, put in place of the one we wrote before; whatever else stands
 * there stays as it is, byte for byte. A section that somebody has written into is theirs from then on: it
 * stays where it is, and ours follows at the end. Only our own body is cut, between characters, where the whole would be
 * larger than `maxBytes` as UTF-8; `null` where not even its beginning finds room.
 *
 * Lone surrogates, which no UTF-8 can hold, become U+FFFD.
 */
export function withSection(memo: string, body: string, maxBytes = MEMO_MAX_BYTES): string | null {
  const { before, after } = aroundSection(wellFormed(memo));
  const fitted = fittedBody(wellFormed(body), (section) => byteLength(join(before, section, after)) <= maxBytes);
  return fitted === null ? null : join(before, fitted, after);
}

/** What stands before and after our untouched section; all of it before where there is none. */
function aroundSection(memo: string): { readonly before: string; readonly after: string } {
  const lines = memo.split('\n');
  for (let from = lines.length - 1; from >= 0; from--) {
    if (lines[from] !== HEADING) continue;
    const to = lines.findIndex((line, i) => i > from && END.test(line));
    if (to < 0 || END.exec(lines[to] ?? '')?.[1] !== digestOf(lines.slice(from + 1, to).join('\n'))) continue;
    return { before: lines.slice(0, from).join('\n'), after: lines.slice(to + 1).join('\n') };
  }
  return { before: memo, after: '' };
}

function join(before: string, section: string, after: string): string {
  return [...(before === '' ? [] : [before]), section, ...(after === '' ? [] : [after])].join('\n');
}

function sectionOf(body: string): string {
  return `${HEADING}\n${body}\n[resolver-slo ${digestOf(body)}]`;
}

/** The section with as much of its body as fits, by halving. */
function fittedBody(body: string, fits: (section: string) => boolean): string | null {
  const whole = sectionOf(guarded(body));
  if (fits(whole)) return whole;
  // No more can fit than there are bytes.
  const characters = charactersOf(guarded(body).slice(0, MEMO_MAX_BYTES));
  let [fitting, tooLong] = [-1, characters.length];
  while (tooLong - fitting > 1) {
    const middle = Math.floor((fitting + tooLong) / 2);
    if (fits(sectionOf(characters.slice(0, middle).join('') + CUT))) fitting = middle;
    else tooLong = middle;
  }
  return fitting < 1 ? null : sectionOf(characters.slice(0, fitting).join('') + CUT);
}

/** No line of a body may look like where a section begins or ends. */
function guarded(body: string): string {
  return body
    .split('\n')
    .map((line) => (line === HEADING || END.test(line) ? ` ${line}` : line))
    .join('\n');
}

/** As readers see them: an emoji of several code points is one. */
function charactersOf(text: string): readonly string[] {
  return Array.from(new Intl.Segmenter().segment(wellFormed(text)), ({ segment }) => segment);
}

function digestOf(body: string): string {
  return createHash('sha256').update(body).digest('hex').slice(0, 12);
}

function wellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}

function byteLength(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}
