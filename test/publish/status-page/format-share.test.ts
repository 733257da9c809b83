import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  formatBudgetShare,
  formatCoverage,
  formatObjective,
  formatShare,
  sliDigits,
} from '../../../src/publish/status-page/format-share.js';

describe('formatShare()', () => {
  it.each([
    [1, 3, '100%'],
    [0, 3, '0%'],
    [0.999, 1, '99.9%'],
    [0.9989, 1, '99.8%'],
    [0.99999, 2, '99.99%'],
    [999_999_999 / 1_000_000_000, 3, '99.999%'],
    [0.5, 0, '50%'],
    [0.29, 0, '29%'],
    [1.31, 0, '131%'],
  ])('writes %d with %d digits as %s', (ratio, digits, text) => {
    expect(formatShare(ratio, digits)).toBe(text);
  });

  it('never rounds up: less than all never reads 100%', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e12 }), fc.integer({ min: 0, max: 6 }), (bad, digits) => {
        const ratio = (1e12 - bad) / 1e12;
        const shown = Number(formatShare(ratio, digits).replace('%', ''));
        expect(shown).toBeLessThan(100);
        expect(shown).toBeLessThanOrEqual(ratio * 100 + 1e-9);
      }),
    );
  });
});

describe('formatObjective()', () => {
  it.each([
    [0.999, '99.9%'],
    [0.99, '99%'],
    [0.9, '90%'],
    [0.99999, '99.999%'],
    [0.995, '99.5%'],
    [0.07, '7%'],
    [(2 * 0.99 + 0.95) / 3, '97.67%'],
  ])('writes %d as %s', (objective, text) => {
    expect(formatObjective(objective)).toBe(text);
  });
});

describe('sliDigits()', () => {
  it('shows two digits more than the objective has, at most six', () => {
    expect([0.9, 0.99, 0.999, 0.9995, 0.9999999].map(sliDigits)).toEqual([2, 2, 3, 4, 6]);
  });
});

describe('formatBudgetShare()', () => {
  it('tells almost nothing from nothing', () => {
    expect([0.863, 0.009, 0.0004, 1].map(formatBudgetShare)).toEqual(['86%', '0.9%', '<0.1%', '100%']);
  });
});

describe('formatCoverage()', () => {
  it('tells almost nothing from nothing, and a missing minute from all', () => {
    expect([0, 0.000_025, 0.000_999, 0.001, 0.5, 0.999_975, 1].map(formatCoverage)).toEqual([
      '0%',
      '<0.1%',
      '<0.1%',
      '0.1%',
      '50%',
      '99.9%',
      '100%',
    ]);
  });

  it('never reads 0% where something was measured', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, minExcluded: true, noNaN: true }), (share) => {
        expect(formatCoverage(share)).not.toBe('0%');
      }),
    );
  });
});
