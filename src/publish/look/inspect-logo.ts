import type { LogoType } from './site-look.js';

/** A logo is fetched by every first visitor. */
export const MAX_LOGO_BYTES = 100_000;

/**
 * What kind of picture a logo is, or what it must be and is not. An SVG is refused for anything that could
 * act or fetch: pages only show it in `<img>`, where browsers do neither, but its address may be opened by itself.
 */
export function inspectLogo(bytes: Uint8Array): { readonly type: LogoType } | { readonly fault: string } {
  if (isPng(bytes)) return { type: 'png' };
  const text = textOf(bytes);
  if (text === null || !SVG_ROOT.test(text)) return { fault: 'must be an SVG (in UTF-8) or PNG picture' };
  const danger = dangerIn(text);
  return danger === null ? { type: 'svg' } : { fault: `must be a picture and nothing else: this SVG has ${danger}` };
}

/** PNG specification §5.2 and §5.3: the signature, and a first chunk that is the header. */
const PNG_START = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

function isPng(bytes: Uint8Array): boolean {
  return PNG_START.equals(bytes.subarray(0, PNG_START.length));
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Without a prefix and in its name space, or `<img>` shows nothing. */
const SVG_ROOT =
  /^\s*(?:<\?xml\s[^>]*\?>\s*)?(?:<!--(?:(?!-->)[^])*-->\s*)*<svg\s[^>]*http:\/\/www\.w3\.org\/2000\/svg/;

/** What stands for itself: parts of the same file, and pixels. */
const INSIDE = String.raw`#|data:image\/(?:png|jpeg|gif|webp)[;,]`;

/**
 * Looked for anywhere in the text, comments too: rather a harmless file refused, which says why, than one
 * that hides something.
 */
const DANGERS: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/<!(?:DOCTYPE|ENTITY)/i, 'a document type or entities'],
  [/<\?xml-stylesheet/i, 'a stylesheet of its own'],
  [/<(?:[\w.-]+:)?script/i, 'a script'],
  [/<(?:[\w.-]+:)?(?:foreignObject|iframe|embed|object|audio|video|handler|listener)/i, 'foreign content'],
  [/[\s"'/]on[a-z]+\s*=/i, 'an event handler (on…=)'],
  [/attributeName\s*=\s*["'][^"']*(?:href|on)/i, 'an animation of what it refers to'],
  [new RegExp(String.raw`(?:href|src)\s*=(?!\s*["']\s*(?:${INSIDE}))`, 'i'), 'a reference to something outside it'],
  [new RegExp(String.raw`url\((?!\s*["']?\s*(?:${INSIDE}))`, 'i'), 'a reference to something outside it'],
  [/@import|image-set|image\s*\(|xml:base/i, 'a reference to something outside it'],
  [/javascript:/i, 'a script'],
  [/\\/, 'escaped characters (\\)'],
];

function dangerIn(text: string): string | null {
  const plain = withoutReferences(text);
  return DANGERS.find(([pattern]) => pattern.test(text) || pattern.test(plain))?.[1] ?? null;
}

/** As a browser reads it: `&#x75;rl(` is `url(` (XML 1.0 §4.1). */
function withoutReferences(text: string): string {
  return text
    .replace(/&#(?:x([0-9a-f]{1,6})|([0-9]{1,7}));/gi, (_, hex: string | undefined, decimal: string | undefined) =>
      characterOf(hex === undefined ? Number(decimal) : parseInt(hex, 16)),
    )
    .replace(/&(?:quot|apos|lt|gt|amp);/g, (name) => NAMED[name] ?? name);
}

const NAMED: Readonly<Record<string, string>> = {
  '&quot;': '"',
  '&apos;': "'",
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
};

function characterOf(code: number): string {
  return code <= 0x10_ff_ff ? String.fromCodePoint(code) : '';
}
