import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { markdownLine, markdownPlain } from '../../../src/publish/markdown/markdown-plain.js';
import { HOSTILE_TEXTS, hostileText } from '../../support/hostile-text.js';

describe('markdownPlain()', () => {
  it('keeps what is to be read, and where links lead', () => {
    const text = [
      '# Cause',
      'A **fibre** cut, see [the notice](https://example.org/n) or https://example.org/all.',
      '',
      '1. first',
      '2. second',
      '   - nested ![graph](https://example.org/g.png)',
      '',
      '```\ndig @192.0.2.53\n```',
      '',
      'a|b\n-|-\n1|2',
      '',
      'mailto:noc@example.org',
    ].join('\n');
    expect(markdownPlain(text)).toBe(
      [
        'Cause',
        'A fibre cut, see the notice (https://example.org/n) or https://example.org/all.',
        '1. first',
        '2. second',
        '  - nested graph (https://example.org/g.png)',
        'dig @192.0.2.53',
        'a | b',
        '1 | 2',
        'mailto:noc@example.org',
      ].join('\n'),
    );
  });

  it('shows markup that is not allowed as it was written', () => {
    expect(markdownPlain('<b>x</b> [y](javascript:z)')).toBe('<b>x</b> [y](javascript:z)');
  });

  it.each(Object.entries(HOSTILE_TEXTS))('holds no control characters of %s', (_, text) => {
    checkPlain(markdownPlain(text));
  });

  it('holds no control characters of anything', () => {
    fc.assert(fc.property(hostileText(), (text) => checkPlain(markdownPlain(text))));
  });

  it('keeps every word that is no markup', () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/);
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1 }),
        fc.array(fc.constantFrom(' ', '\n', '\n\n', '\n- ', '\n> ', ' **b** ')),
        (words, gaps) => {
          const text = words.map((one, index) => one + (gaps[index] ?? ' ')).join('');
          const kept = markdownPlain(text).split(/[^a-z]+/);
          for (const one of words) expect(kept).toContain(one);
        },
      ),
    );
  });
});

describe('markdownLine()', () => {
  it('fits into one line', () => {
    expect(markdownLine('one\n\n- two\n- three', 100)).toBe('one - two - three');
    expect(markdownLine('👩‍👩‍👧‍👦'.repeat(12), 10)).toBe(`${'👩‍👩‍👧‍👦'.repeat(9)}…`);
    expect(markdownLine('👩‍👩‍👧‍👦'.repeat(10), 10)).toBe('👩‍👩‍👧‍👦'.repeat(10));
  });
});

function checkPlain(text: string): void {
  // eslint-disable-next-line no-control-regex -- these are what must not be there
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]|\p{Cs}/u);
}
