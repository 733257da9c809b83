import { describe, expect, it } from 'vitest';

import { objectiveText, percentText, sliText } from '../../src/cli/share-text.js';

describe('objectiveText()', () => {
  it.each([
    [0.9995, '99.95 %'],
    [0.999999, '99.9999 %'],
    [0.5, '50 %'],
    [(2 * 0.99 + 0.95) / 3, '97.67 %'],
  ])('shows %f as written, and rounds a mean without end', (objective, text) => {
    expect(objectiveText(objective)).toBe(text);
  });
});

describe('sliText()', () => {
  it('has one decimal more than its objective, cut, and none without data', () => {
    expect(sliText(0.99996, 0.9995)).toBe('99.996 %');
    expect(sliText(0.69041753451, (2 * 0.99 + 0.95) / 3)).toBe('69.041 %');
    expect(sliText(null, 0.99)).toBe('–');
  });
});

describe('percentText()', () => {
  it('never shows less than all as all', () => {
    expect([percentText(0.99999, 2), percentText(1, 2)]).toEqual(['99.99 %', '100.00 %']);
  });
});
