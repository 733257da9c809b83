import { describe, expect, it } from 'vitest';

import { textIn } from '../../src/domain/responsibility.js';

describe('textIn()', () => {
  it('prefers the text of the language to that for every language', () => {
    expect(textIn({ any: 'for all', ja: '日本語' }, 'ja')).toBe('日本語');
    expect(textIn({ any: 'for all', ja: '日本語' }, 'en')).toBe('for all');
  });

  it('has none for a language that nobody wrote in', () => {
    expect(textIn({ ja: '日本語' }, 'en')).toBeNull();
    expect(textIn({ ja: '日本語' }, 'any')).toBeNull();
    expect(textIn(undefined, 'en')).toBeNull();
  });
});
