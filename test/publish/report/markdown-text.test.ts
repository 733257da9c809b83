import { describe, expect, it } from 'vitest';

import { markdownText } from '../../../src/publish/report/markdown-text.js';

describe('markdownText()', () => {
  it.each([
    ['a|b', 'a\\|b'],
    ['`x` *y* _z_ ~~w~~', '\\`x\\` \\*y\\* \\_z\\_ \\~\\~w\\~\\~'],
    ['<b>&amp;', '&lt;b&gt;&amp;amp;'],
    ['[text](u) ![i](u)', '\\[text\\](u) \\!\\[i\\](u)'],
    ['a\\|b', 'a\\\\\\|b'],
    ['line\nbreak\r\n# title', 'line break \\# title'],
    ['- item', '\\- item'],
    ['1. item', '1\\. item'],
    ['99.9 % kept', '99.9 % kept'],
    ['$x$', '\\$x\\$'],
    ['plain – text', 'plain – text'],
  ])('makes %j plain', (text, expected) => {
    expect(markdownText(text)).toBe(expected);
  });

  it('lets no link or mention come about by itself, nor text be turned round', () => {
    expect(markdownText('https://evil.example www.evil.example @team')).not.toMatch(/https:\/\/|www\.|@t/);
    expect(markdownText('a\u202eb\u200bc')).toBe('abc');
  });
});
