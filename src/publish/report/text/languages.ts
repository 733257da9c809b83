import type { ReportDictionary } from './dictionary.js';
import { english } from './english.js';
import { japanese } from './japanese.js';

/** Languages of the report, by the name that `--lang` takes. One more is one file, and a line here. */
export const REPORT_LANGUAGES = { en: english, ja: japanese } as const satisfies Readonly<
  Record<string, ReportDictionary>
>;

export type ReportLanguage = keyof typeof REPORT_LANGUAGES;

export function isReportLanguage(tag: string): tag is ReportLanguage {
  return Object.hasOwn(REPORT_LANGUAGES, tag);
}
