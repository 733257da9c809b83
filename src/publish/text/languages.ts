import type { Language } from '../../domain/language.js';
import type { Dictionary } from './dictionary.js';
import { english } from './english.js';
import { japanese } from './japanese.js';

/** What is said in each language. */
export const DICTIONARIES = { en: english, ja: japanese } as const satisfies Readonly<Record<Language, Dictionary>>;
