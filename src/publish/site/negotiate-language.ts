import { DEFAULT_LANGUAGE, type Language } from '../../domain/language.js';

/**
 * The language of these that `Accept-Language` prefers (RFC 9110 §12.5.4; ranges match as in RFC 4647 §3.4:
 * `ja-JP` is satisfied by `ja`); the first one where none is wanted.
 */
export function negotiateLanguage(acceptLanguage: string | undefined, languages: readonly Language[]): Language {
  const byDefault = languages[0] ?? DEFAULT_LANGUAGE;
  if (acceptLanguage === undefined) return byDefault;
  const wanted = parseRanges(acceptLanguage).toSorted((a, b) => b.weight - a.weight);
  for (const { range, weight } of wanted) {
    if (weight === 0) continue;
    if (range === '*') return byDefault;
    const found = languages.find((language) => isSatisfiedBy(range, language.toLowerCase()));
    if (found !== undefined) return found;
  }
  return byDefault;
}

function isSatisfiedBy(range: string, language: string): boolean {
  return range === language || range.startsWith(`${language}-`) || language.startsWith(`${range}-`);
}

const MOST_RANGES = 20;

function parseRanges(header: string): { readonly range: string; readonly weight: number }[] {
  const items = header.slice(0, 1_000).split(',').slice(0, MOST_RANGES);
  return items.flatMap((item) => {
    const [range = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
    const q = parameters.find((parameter) => parameter.startsWith('q='));
    const weight = q === undefined ? 1 : Number(q.slice(2));
    if (range === '') return [];
    return [{ range, weight: weight >= 0 && weight <= 1 ? weight : 0 }];
  });
}
