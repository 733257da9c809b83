import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { didYouMean, nearest } from '../../src/openslo/document/nearest.js';

describe('nearest()', () => {
  it.each([
    ['adress', 'address'],
    ['timeuot', 'timeout'],
    ['Resolvers', 'resolvers'],
    ['resolver', 'resolvers'],
    ['bananas', null],
    ['', null],
  ])('takes %j for %j', (word, meant) => {
    expect(nearest(word, ['address', 'timeout', 'resolvers', 'every'])).toBe(meant);
  });

  it('finds a word in spite of any one slip', () => {
    const word = fc.stringMatching(/^[a-z]{4,12}$/);
    fc.assert(
      fc.property(word, fc.nat(), fc.constantFrom('drop', 'double', 'swap'), (text, at, slip) => {
        const i = at % (text.length - 1);
        const pair = text.slice(i, i + 2);
        const changed = { drop: pair.charAt(1), double: pair.charAt(0) + pair, swap: pair.charAt(1) + pair.charAt(0) }[
          slip
        ];
        expect(nearest(text.slice(0, i) + changed + text.slice(i + 2), [text])).toBe(text);
      }),
    );
  });
});

describe('didYouMean()', () => {
  it('says nothing without a near word', () => {
    expect(didYouMean('xyz', ['address'])).toBe('');
    expect(didYouMean('adress', ['address'])).toBe(' (did you mean "address"?)');
  });
});
