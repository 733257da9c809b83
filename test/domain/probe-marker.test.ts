import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { base32 } from '../../src/domain/base32.js';
import {
  isMarkedLabel,
  makeMarkedLabel,
  MARKED_CHARACTERS,
  MARKED_RANDOM_BYTES,
  markerKey,
} from '../../src/domain/probe-marker.js';

const hex = fc.uint8Array({ minLength: 16, maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('hex'));
const random = fc.uint8Array({ minLength: MARKED_RANDOM_BYTES, maxLength: MARKED_RANDOM_BYTES });
/** What a label may hold besides, base32 included. */
const around = fc.string({
  unit: fc.constantFrom(...Array.from('abcdefghijklmnopqrstuvwxyz234567-_019AZ')),
  maxLength: 19,
});

const KEY = markerKey('00112233445566778899aabbccddeeff');

describe('base32()', () => {
  // RFC 4648 §10, in lower case and without padding.
  it.each([
    ['', ''],
    ['f', 'my'],
    ['fo', 'mzxq'],
    ['foo', 'mzxw6'],
    ['foob', 'mzxw6yq'],
    ['fooba', 'mzxw6ytb'],
    ['foobar', 'mzxw6ytboi'],
  ])('of %j is %j', (bytes, text) => {
    expect(base32(Buffer.from(bytes))).toBe(text);
  });
});

describe('makeMarkedLabel()', () => {
  it('has 24 characters of base32, and differs with each random value and each key', () => {
    fc.assert(
      fc.property(random, random, hex, (a, b, key) => {
        const label = makeMarkedLabel(a, markerKey(key));
        expect(label).toMatch(/^[a-z2-7]{24}$/);
        expect(label.length).toBe(MARKED_CHARACTERS);
        expect(label === makeMarkedLabel(b, markerKey(key))).toBe(Buffer.compare(a, b) === 0);
        expect(label).not.toBe(makeMarkedLabel(a, KEY));
      }),
    );
  });

  it('stays what it was: a recorded capture is read by the same key for ever', () => {
    // Python: hmac.new(key, b'aebagbafaydqqcik', 'sha256').digest()[:5], in base32.
    expect(makeMarkedLabel(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), KEY)).toBe('aebagbafaydqqcik3pyxshdl');
  });
});

describe('isMarkedLabel()', () => {
  it('knows every label made with the key, in any case and within any longer one', () => {
    fc.assert(
      fc.property(
        random,
        hex,
        around,
        around,
        fc.infiniteStream(fc.boolean()),
        (bytes, keyHex, before, after, upper) => {
          const key = markerKey(keyHex);
          const label = `${before}${makeMarkedLabel(bytes, key)}${after}`;
          const mixed = Array.from(label)
            .map((letter) => (upper.next().value === true ? letter.toUpperCase() : letter))
            .join('');
          expect(isMarkedLabel(mixed, key)).toBe(true);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('knows no label made with another key, none that was changed, and no random one', () => {
    const base32Text = fc.string({
      unit: fc.constantFrom(...Array.from('abcdefghijklmnopqrstuvwxyz234567')),
      minLength: 24,
      maxLength: 63,
    });
    fc.assert(
      fc.property(random, hex, fc.nat(MARKED_CHARACTERS - 1), base32Text, (bytes, keyHex, at, other) => {
        const label = makeMarkedLabel(bytes, markerKey(keyHex));
        expect(isMarkedLabel(label, KEY)).toBe(false);
        const changed = label.slice(0, at) + (label[at] === 'a' ? 'b' : 'a') + label.slice(at + 1);
        expect(isMarkedLabel(changed, markerKey(keyHex))).toBe(false);
        expect(isMarkedLabel(other, KEY)).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it('asks nothing of labels that are too short, or hold no base32', () => {
    for (const label of ['', 'www', 'a'.repeat(23), '1'.repeat(63), '-'.repeat(63)])
      expect(isMarkedLabel(label, KEY)).toBe(false);
  });
});

describe('markerKey()', () => {
  it.each(['', 'zz', '00'.repeat(15), '0'.repeat(33)])('refuses %j', (text) => {
    expect(() => markerKey(text)).toThrow('at least 16 bytes as hex');
  });
});
