import { describe, expect, it } from 'vitest';

import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/domain/clock.js';
import {
  besideWords,
  elapsedWords,
  countWords,
  instantWords,
  lengthWords,
  percentWords,
  rateWords,
} from '../../../src/judge/alert/figure-words.js';

describe('figure words', () => {
  it.each([
    [0, '0 %'],
    [0.061, '6.1 %'],
    [0.9954, '99.5 %'],
    [0.99996, '99.996 %'],
    [0.99999996, '99.999996 %'],
    [1.0004, '100.04 %'],
    [0.99, '99 %'],
    [0.99951, '99.95 %'],
    [4e-9, '0.0000004 %'],
    [2, '200 %'],
    [0.0004, '0.04 %'],
    [1, '100 %'],
    [-0.00001, '-0.001 %'],
    [1.123, '112.3 %'],
    [-32.34, '-3,234 %'],
  ])('percentWords() writes the share %d as %s', (share, text) => {
    expect(percentWords(share)).toBe(text);
  });

  it.each([
    [17.54, '17.5'],
    [0.2778, '0.278'],
    [1000, '1,000'],
    [333.3, '333.3'],
    [0.00027784, '0.000278'],
    [0, '0'],
  ])('rateWords() writes %d as %s', (rate, text) => {
    expect(rateWords(rate)).toBe(text);
  });

  it.each([
    [999, 'less than 1 s'],
    [40_000, '40 s'],
    [MINUTE_MS, '1 m'],
    [HOUR_MS + 12 * MINUTE_MS + 5_000, '1 h 12 m'],
    [HOUR_MS + 5_000, '1 h'],
    [HOUR_MS - 400, '1 h'],
    [MINUTE_MS - 400, '59 s'],
    [3 * DAY_MS + 4 * HOUR_MS + MINUTE_MS, '3 d 4 h'],
    [28 * DAY_MS, '28 d'],
  ])('lengthWords() writes %d ms as %s', (lengthMs, text) => {
    expect(lengthWords(lengthMs)).toBe(text);
  });

  it.each([
    [17.54, 13.44, '17.5', '13.44'],
    [13.4412, 13.44, '13.441', '13.44'],
    [13.44, 13.44, '13.44', '13.44'],
    [1000.2, 1000, '1,000.2', '1000'],
    [0.933333333334, 0.933333333333, '0.933333333334', '0.933333333333'],
    [0, 14.4, '0', '14.4'],
  ])('besideWords() shows %d beside %d', (rate, threshold, rateText, thresholdText) => {
    expect(besideWords(threshold, [rate, null])).toEqual({ rates: [rateText, null], threshold: thresholdText });
  });

  it.each([
    [MINUTE_MS - 1, '59 s'],
    [2 * MINUTE_MS - 1, '1 m 59 s'],
    [2 * MINUTE_MS, '2 m'],
  ])('elapsedWords() writes %d ms as %s', (lengthMs, text) => {
    expect(elapsedWords(lengthMs)).toBe(text);
  });

  it('names every month', () => {
    const months = Array.from({ length: 12 }, (_, month) => {
      const time = Date.UTC(2026, month, 5, 7, 8);
      return instantWords(time, time);
    });
    expect(months).toEqual(
      ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'].map(
        (month) => `5 ${month} 07:08 UTC`,
      ),
    );
  });

  it('writes counts in thousands, and instants with the year where it is another', () => {
    expect(countWords(1_234_567)).toBe('1,234,567');
    expect(countWords(0.12345)).toBe('0.123');
    const now = Date.parse('2026-12-31T23:59:00Z');
    expect(instantWords(now, now)).toBe('31 Dec 23:59 UTC');
    expect(instantWords(now + MINUTE_MS, now)).toBe('1 Jan 2027 00:00 UTC');
  });
});
