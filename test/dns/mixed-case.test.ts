import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { CASE_BITS_BYTES, mixCase } from '../../src/dns/mixed-case.js';
import { encodeName, nameText } from '../../src/dns/name.js';

const bits = fc.uint8Array({ minLength: CASE_BITS_BYTES, maxLength: CASE_BITS_BYTES });

describe('mixCase()', () => {
  it('changes the case of letters and nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 63 }), bits, (label, random) => {
        const name = Uint8Array.from([label.length, ...label, 0]);
        const mixed = mixCase(name, random);
        for (const [index, byte] of name.entries()) {
          const isLetter = /^[a-z]$/i.test(String.fromCharCode(byte));
          if (isLetter) expect(mixed[index]! | 0x20).toBe(byte | 0x20);
          else expect(mixed[index]).toBe(byte);
        }
      }),
    );
  });

  it('gives each letter of the longest name a bit of its own', () => {
    const name = encodeName(Array(4).fill('a'.repeat(62)).join('.'));
    const seen = new Set<string>();
    for (let i = 0; i < name.length; i++) {
      const random = new Uint8Array(CASE_BITS_BYTES);
      random[i >> 3] = 1 << (i & 7);
      seen.add(nameText(mixCase(name, random)));
    }
    // 248 letters, and once none at all for the five bytes of length.
    expect(seen.size).toBe(4 * 62 + 1);
  });
});
