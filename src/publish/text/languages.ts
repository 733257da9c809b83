import type { Dictionary } from './dictionary.js';
import { english } from './english.js';
import { japanese } from './japanese.js';

/** Languages of the site, by the tag that its configuration and its paths use. One more is one file, and a line here. */
export const LANGUAGES = { en: english, ja: japanese } as const satisfies Readonly<Record<string, Dictionary>>;

export type Language = keyof typeof LANGUAGES;

export function isLanguage(tag: string): tag is Language {
  return Object.hasOwn(LANGUAGES, tag);
}
