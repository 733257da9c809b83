import type { ReportDictionary } from './dictionary.js';
import { REPORT_LANGUAGES } from './languages.js';

/** The report's words in a language of the site; English where it does not know that one. */
export function reportText(language: string): ReportDictionary {
  const known: Readonly<Record<string, ReportDictionary>> = REPORT_LANGUAGES;
  return known[language] ?? REPORT_LANGUAGES.en;
}
