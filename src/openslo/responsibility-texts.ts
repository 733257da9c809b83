import { LANGUAGES } from '../domain/language.js';
import { type LocalizedText, RESPONSIBILITIES, type ResponsibilityTexts } from '../domain/responsibility.js';
import { ANNOTATION_PREFIX } from './annotation-prefix.js';

/** Of a text for the public: what is longer nobody reads on a status page. */
export const MAX_TEXT_LENGTH = 2_000;

/** What a text must be; `null` if it is. */
export function textFault(value: string): string | null {
  if (value.trim() === '') return 'must not be empty';
  return value.length <= MAX_TEXT_LENGTH ? null : `must be at most ${String(MAX_TEXT_LENGTH)} characters`;
}

/** A value in a message: short ones as they are, of long ones the length. */
export function foundWords(value: string): string {
  return value.length > MAX_TEXT_LENGTH ? `${String(value.length)} characters` : JSON.stringify(value);
}

/** The texts that annotations give; those with a fault are left out. */
export function responsibilityTexts(
  annotations: readonly (readonly [key: string, value: string])[],
): ResponsibilityTexts {
  const values = new Map(annotations.filter(([, value]) => textFault(value) === null));
  const texts = RESPONSIBILITIES.map((name) => [name, localized(values, `${ANNOTATION_PREFIX}${name}`)] as const);
  return Object.fromEntries(texts.filter(([, text]) => Object.keys(text).length > 0));
}

function localized(values: ReadonlyMap<string, string>, key: string): LocalizedText {
  const keys = [['any', key] as const, ...LANGUAGES.map((tag) => [tag, `${key}.${tag}`] as const)];
  return Object.fromEntries(
    keys.flatMap(([language, name]) => {
      const value = values.get(name);
      return value === undefined ? [] : [[language, value.trim()]];
    }),
  );
}
