import type { IncidentDictionary } from './incident-dictionary.js';
import { incidentEnglish } from './incident-english.js';
import { incidentJapanese } from './incident-japanese.js';

/** The texts in a language, given as its tag; English where there are none in it. */
export function incidentDictionary(language: string): IncidentDictionary {
  return language === 'ja' || language.startsWith('ja-') ? incidentJapanese : incidentEnglish;
}
