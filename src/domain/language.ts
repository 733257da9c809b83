/**
 * The languages in which the public is told anything, by the tags (BCP 47) that the configuration, paths of the
 * site, annotations and commands use. What is said in each is in publish/text.
 */
export const LANGUAGES = ['en', 'ja'] as const;

export type Language = (typeof LANGUAGES)[number];

/** Where no language is asked for. */
export const DEFAULT_LANGUAGE: Language = 'en';

export function isLanguage(tag: string): tag is Language {
  return (LANGUAGES as readonly string[]).includes(tag);
}
