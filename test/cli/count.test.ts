import { describe, expect, it } from 'vitest';

import { count } from '../../src/cli/count.js';

describe('count()', () => {
  it.each([
    [0, '0 queries'],
    [0.5, '0.5 queries'],
    [1, '1 query'],
    [2, '2 queries'],
  ])('of %d is "%s"', (amount, text) => expect(count(amount, 'query', 'queries')).toBe(text));

  it('adds an s where nothing else is said', () => {
    expect([count(1, 'probe'), count(2, 'SLO')]).toEqual(['1 probe', '2 SLOs']);
  });
});
