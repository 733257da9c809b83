import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { globMatches, selects, type Selector } from '../../src/domain/slo-definition.js';

const everything: Selector = { probe: null, resolver: null, query: null, vantage: null };
const series = { vantage: 'tokyo', probe: 'public', resolver: 'ns1', query: 'www' };

describe('globMatches()', () => {
  it.each([
    ['ns1*', 'ns1', true],
    ['ns1*', 'ns1-dot', true],
    ['ns1', 'ns1-dot', false],
    ['*', '', true],
    ['*-dot', 'ns1-dot', true],
    ['a*a', 'a', false],
    ['a*b*c', 'a-b-b-c', true],
    ['a*bc*c', 'abc', false],
    ['a.c', 'abc', false],
  ])('%j matches %j: %j', (glob, text, expected) => {
    expect(globMatches(glob, text)).toBe(expected);
  });

  it('agrees with a regular expression of the same meaning', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 8 });
    const glob = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), maxLength: 6 });
    fc.assert(
      fc.property(glob, text, (pattern, name) => {
        const regex = new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`);
        expect(globMatches(pattern, name)).toBe(regex.test(name));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('selects()', () => {
  it('takes every series but stubs and controls when nothing is named', () => {
    expect(selects(everything, series)).toBe(true);
    for (const resolver of ['stub', 'stub-tuned', 'control'])
      expect(selects(everything, { ...series, resolver })).toBe(false);
  });

  it.each(['stub', 'stub-tuned', 'control'])('takes %s by its name only', (resolver) => {
    const globs = ['*', 's*', 'stub*', 'stub-*', 'con*', '*l', '*d'];
    expect(selects({ ...everything, resolver: globs }, { ...series, resolver })).toBe(false);
    expect(selects({ ...everything, resolver: [...globs, resolver] }, { ...series, resolver })).toBe(true);
  });

  it('takes stubborn by a glob: only what is reserved needs its name', () => {
    expect(selects({ ...everything, resolver: ['stub*'] }, { ...series, resolver: 'stubborn' })).toBe(true);
  });

  it('demands every part', () => {
    expect(selects({ ...everything, resolver: ['ns1'], query: ['miss'] }, series)).toBe(false);
  });
});
