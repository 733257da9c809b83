import { describe, expect, it } from 'vitest';

import { LANGUAGES } from '../../../src/domain/language.js';
import { renderReport } from '../../../src/publish/report/render-report.js';
import { english } from '../../../src/publish/text/english.js';
import { DICTIONARIES } from '../../../src/publish/text/languages.js';
import { hostileReport } from '../../support/hostile-report.js';

/** Every path to a word, and whether it is a text or makes one. */
function shapeOf(value: unknown, path = ''): readonly string[] {
  if (value !== null && typeof value === 'object')
    return Object.entries(value).flatMap(([key, one]) => shapeOf(one, `${path}.${key}`));
  return [`${path}: ${typeof value}`];
}

/** Texts by their paths. */
function texts(value: unknown, path = ''): readonly (readonly [string, string])[] {
  if (typeof value === 'string') return [[path, value]];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, one]) => texts(one, `${path}.${key}`));
}

const others = LANGUAGES.filter((name) => name !== 'en');

/** The same in every language. */
const NAMES = /^(?:JSON|p50|SLO$)/;

describe('DICTIONARIES', () => {
  it.each(others)('%s has every word of English and its own', (tag) => {
    const language = DICTIONARIES[tag];
    expect(shapeOf(language)).toEqual(shapeOf(english));
    const words = texts(english).map(([, text]) => text);
    const same = texts(language).filter(([, text]) => words.includes(text) && /[a-z]{4}/i.test(text));
    expect(same.filter(([, text]) => !NAMES.test(text))).toEqual([]);
  });

  it.each(LANGUAGES)('%s has no empty word', (tag) => {
    const empty = texts(DICTIONARIES[tag]).filter(([, text]) => text.trim() === '');
    expect(empty.map(([path]) => path)).toEqual([]);
  });

  it.each(LANGUAGES)('%s is a language that Intl knows, and calls itself something', (tag) => {
    const { locale, languageName } = DICTIONARIES[tag];
    expect(Intl.DateTimeFormat.supportedLocalesOf(locale)).toEqual([locale]);
    expect(new Intl.Locale(locale).language).toBe(new Intl.Locale(tag).language);
    expect(languageName).not.toBe('');
  });

  it.each(LANGUAGES)('%s leaves no gap in a report', async (tag) => {
    const text = renderReport(await hostileReport(), 'md', tag, '1.2.3');
    expect(text).not.toMatch(/undefined|NaN|Infinity|\[object|function /);
    expect(text).toContain('1.2.3');
  });

  it('names the month, its numbers and times in the language', async () => {
    const report = await hostileReport();
    expect(renderReport(report, 'md', 'en', '1')).toMatch(/October 2026[^]*5,9\d\d/);
    expect(renderReport(report, 'md', 'ja', '1')).toMatch(/2026年10月[^]*2026年10月9日 14:00/);
  });
});
