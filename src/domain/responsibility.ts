import { isLanguage, type Language } from './language.js';

/** What the operator promises, what that does not cover, and what is left to the customer. */
export const RESPONSIBILITIES = ['promise', 'not-covered', 'customer'] as const;

export type Responsibility = (typeof RESPONSIBILITIES)[number];

/** A text of an operator (Markdown) by language; `any`: in every language without one of its own. */
export type LocalizedText = Readonly<Partial<Record<Language | 'any', string>>>;

/** In the operator's words; of what is absent, ours are shown. */
export type ResponsibilityTexts = Readonly<Partial<Record<Responsibility, LocalizedText>>>;

/** The text for readers of a language; `null` if there is none. */
export function textIn(text: LocalizedText | undefined, language: string): string | null {
  const own = isLanguage(language) ? text?.[language] : undefined;
  return own ?? text?.any ?? null;
}
