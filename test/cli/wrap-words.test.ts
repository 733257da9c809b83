import { describe, expect, it } from 'vitest';

import { wrapWords } from '../../src/cli/wrap-words.js';

describe('wrapWords()', () => {
  it('breaks at blanks, and indents what goes on', () => {
    expect(wrapWords('  one two three four', 11, '    ')).toEqual(['  one two', '    three', '    four']);
    expect(wrapWords('one two', Infinity)).toEqual(['one two']);
    expect(wrapWords('', 10)).toEqual(['']);
  });

  it('leaves a word whole that is too long, and gives colours no width', () => {
    expect(wrapWords('a verylongword b', 6)).toEqual(['a', 'verylongword', 'b']);
    expect(wrapWords('\u001b[31mred\u001b[39m dog', 7)).toEqual(['\u001b[31mred\u001b[39m dog']);
  });
});
