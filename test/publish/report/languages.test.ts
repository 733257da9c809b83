import { describe, expect, it } from 'vitest';

import { REPORT_LANGUAGES } from '../../../src/publish/report/text/languages.js';
import { english } from '../../../src/publish/report/text/english.js';
import { renderReport } from '../../../src/publish/report/render-report.js';
import { hostileReport } from '../../support/hostile-report.js';

/** Every path to a word, and whether it is a text or makes one. */
function shapeOf(value: unknown, path = ''): readonly string[] {
  if (value !== null && typeof value === 'object')
    return Object.entries(value).flatMap(([key, one]) => shapeOf(one, `${path}.${key}`));
  return [`${path}: ${typeof value}`];
}

function texts(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(texts) : [];
}

const others = Object.entries(REPORT_LANGUAGES).filter(([name]) => name !== 'en');

describe('REPORT_LANGUAGES', () => {
  it.each(others)('%s has every word of English, none empty, and its own', (_, language) => {
    expect(shapeOf(language)).toEqual(shapeOf(english));
    expect(texts(language).filter((text) => text.trim() === '')).toEqual([]);
    const same = texts(language).filter((text) => texts(english).includes(text) && /[a-z]{4}/.test(text));
    expect(same.filter((text) => !text.startsWith('p50'))).toEqual([]);
  });

  it.each(Object.keys(REPORT_LANGUAGES) as (keyof typeof REPORT_LANGUAGES)[])(
    '%s leaves no gap in a report',
    async (language) => {
      const text = renderReport(await hostileReport(), 'md', language, '1.2.3');
      expect(text).not.toMatch(/undefined|NaN|Infinity|\[object|function /);
      expect(text).toContain('1.2.3');
    },
  );

  it('names the month, its numbers and times in the language', async () => {
    const report = await hostileReport();
    expect(renderReport(report, 'md', 'en', '1')).toMatch(/October 2026[^]*5,9\d\d/);
    expect(renderReport(report, 'md', 'ja', '1')).toMatch(/2026年10月[^]*2026年10月9日 14:00/);
  });
});
