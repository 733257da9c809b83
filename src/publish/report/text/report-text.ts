import type { ReportDictionary } from './dictionary.js';
import { isReportLanguage, REPORT_LANGUAGES } from './languages.js';

/** The report's words in a language of the site; English where it does not know that one. */
export function reportText(language: string): ReportDictionary {
  return REPORT_LANGUAGES[isReportLanguage(language) ? language : 'en'];
}
