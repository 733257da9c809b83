import type { Dictionary } from '../../src/publish/text/dictionary.js';

/**
 * A language made of another: the same words, in letters that nothing else here is written in. What a text was
 * given (figures, times, names) stays as it was given, so that whatever is in plain letters came from outside of
 * dictionaries.
 */
export function pseudoLanguage(language: Dictionary): Dictionary {
  // Greek for `Intl`: its months and units have no Latin letters.
  return { ...(pseudo(language) as Dictionary), locale: 'el-GR' };
}

function pseudo(value: unknown): unknown {
  if (typeof value === 'string') return wide(value);
  if (typeof value === 'function') return pseudoText(value as (...given: readonly unknown[]) => string);
  if (Array.isArray(value)) return value.map(pseudo);
  return Object.fromEntries(Object.entries(value as object).map(([key, one]) => [key, pseudo(one)]));
}

function pseudoText(text: (...given: readonly unknown[]) => string) {
  return (...given: readonly unknown[]): string => {
    const kept = leaves(given).filter((leaf) => /[a-z]/i.test(leaf) && !CASES.has(leaf));
    if (kept.length === 0) return wide(text(...given));
    const borders = kept.toSorted((a, b) => b.length - a.length).map((leaf) => literally(leaf));
    const parts = text(...given).split(new RegExp(`(${borders.join('|')})`, 'u'));
    return parts.map((part, i) => (i % 2 === 1 ? part : wide(part))).join('');
  };
}

/** What texts are given to choose their words by, and never to show. */
const CASES = new Set([
  ...['day', 'hour', 'minute', 'week', 'month', 'quarter', 'year', 'rolling', 'calendar', 'tiled'],
  ...['queries', 'slices', 'series', 'weights', 'met', 'at_risk', 'violated', 'no_data', 'page', 'ticket'],
  ...['availability', 'latency', 'correctness', 'reachability', 'other', 'burn-rate', 'no-data'],
  ...['every', 'second', 'times-a-second'],
  ...['added', 'removed', 'changed'],
]);

function leaves(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [];
}

/** Letters as wide as ideographs: U+FF21 to U+FF5A. */
function wide(text: string): string {
  return text.replace(/[A-Za-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0));
}

/** A text as a regular expression that finds it and nothing else. */
export function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
