import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { nameEnd, plainNameEnd } from '../../src/dns/name-end.js';
import { encodeName, nameText, readName } from '../../src/dns/name.js';

const label = fc.uint8Array({ minLength: 1, maxLength: 63 });
const wireName = fc
  .array(label, { maxLength: 6 })
  .map((labels) => Uint8Array.from([...labels.flatMap((bytes) => [bytes.length, ...bytes]), 0]))
  .filter((bytes) => bytes.length <= 255);

describe('encodeName()', () => {
  it('encodes the root and a name with or without its final dot', () => {
    expect([...encodeName('.')]).toEqual([0]);
    expect(encodeName('a.bc.')).toEqual(encodeName('a.bc'));
    expect([...encodeName('a.bc')]).toEqual([1, 97, 2, 98, 99, 0]);
  });

  it('resolves escapes, so that a label may hold a dot or any byte', () => {
    expect([...encodeName('a\\.b.c')]).toEqual([3, 97, 46, 98, 1, 99, 0]);
    expect([...encodeName('\\000\\255')]).toEqual([2, 0, 255, 0]);
  });

  it.each([
    ['', 'labels that are not empty'],
    ['a..b', 'labels that are not empty'],
    ['.a', 'labels that are not empty'],
    [`${'a'.repeat(64)}.b`, '63 bytes'],
    [Array(5).fill('a'.repeat(60)).join('.'), '255 bytes'],
    ['\\256', 'bytes written \\000 to \\255'],
    ['münchen.example', 'A-labels'],
    ['a b', 'printable'],
    ['a\\', 'printable'],
  ])('refuses %j', (text, message) => {
    expect(() => encodeName(text)).toThrow(message);
  });

  it('takes back what nameText() shows, whatever the bytes', () => {
    fc.assert(
      fc.property(wireName, (name) => {
        expect(encodeName(nameText(name))).toEqual(name);
      }),
    );
  });
});

describe('readName()', () => {
  it('follows pointers backwards and tells where the name ends', () => {
    const message = Uint8Array.from([1, 97, 0, 1, 98, 0xc0, 0, 9]);
    expect(readName(message, 3)).toEqual({ name: encodeName('b.a'), end: 7 });
  });

  it.each([
    ['a pointer to itself', [0xc0, 0]],
    ['a pointer forwards', [0xc0, 2, 0]],
    ['two pointers at each other', [1, 97, 0xc0, 4, 0xc0, 0]],
    ['half a pointer', [0xc0]],
    ['a label beyond the end', [5, 97]],
    ['no end', [1, 97]],
    ['reserved label bits', [0x40, 0]],
    ['nothing', []],
  ])('is null for %s', (_, bytes) => {
    expect(readName(Uint8Array.from(bytes), 0)).toBeNull();
  });

  it('is null for a name longer than 255 bytes', () => {
    const label = [60, ...new Uint8Array(60).fill(97)];
    const long = [...label, ...label, ...label, ...label, ...label, 0];
    expect(readName(Uint8Array.from(long), 0)).toBeNull();
  });

  it('gives up on a chain of more pointers than a name has labels', () => {
    const pointers = Array.from({ length: 200 }, (_, i) => Math.max(0, 2 * i - 1));
    const chain = [0, ...pointers.flatMap((target) => [0xc0 | (target >> 8), target & 0xff])];
    expect(readName(Uint8Array.from(chain), chain.length - 2)).toBeNull();
    expect(readName(Uint8Array.from(chain), 11)).toEqual({ name: Uint8Array.of(0), end: 13 });
  });
});

describe('nameEnd()', () => {
  /** Small bytes make labels and pointers likely. */
  const byte = fc.oneof(fc.nat(4), fc.constantFrom(0, 0xc0, 0xc1, 63, 64), fc.nat(255));
  const message = fc.array(byte, { maxLength: 400 }).map((bytes) => Uint8Array.from(bytes));

  it('ends where readName() ends, and is -1 where that finds no name', () => {
    fc.assert(
      fc.property(message, fc.nat(400), (bytes, start) => {
        expect(nameEnd(bytes, start)).toBe(readName(bytes, start)?.end ?? -1);
      }),
      { numRuns: 20_000 },
    );
  });

  it.each([253, 254, 255, 256])('agrees with readName() on a name of %i bytes', (length) => {
    const labels = Array.from({ length: Math.floor((length - 1) / 2) }, () => [1, 97]).flat();
    const odd = labels.length + 1 < length ? [...labels.slice(2), 2, 97, 97] : labels;
    const name = Uint8Array.from([...odd, 0]);
    expect(name.length).toBe(length);
    expect(nameEnd(name, 0)).toBe(length <= 255 ? length : -1);
    expect(readName(name, 0)?.end ?? -1).toBe(nameEnd(name, 0));
    expect(plainNameEnd(name, 0)).toBe(nameEnd(name, 0));
  });

  it('gives up on a chain of more pointers than a name has labels', () => {
    const pointers = Array.from({ length: 200 }, (_, i) => Math.max(0, 2 * i - 1));
    const chain = Uint8Array.from([0, ...pointers.flatMap((target) => [0xc0 | (target >> 8), target & 0xff])]);
    for (let start = 1; start < chain.length; start++)
      expect(nameEnd(chain, start)).toBe(readName(chain, start)?.end ?? -1);
    expect(nameEnd(chain, chain.length - 2)).toBe(-1);
  });
});

describe('plainNameEnd()', () => {
  it('ends where readName() does, but takes no pointer', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300, max: 80 }), (bytes) => {
        expect(plainNameEnd(bytes, 0)).toBe(readName(bytes, 0)?.end ?? -1);
      }),
    );
    expect(plainNameEnd(Uint8Array.of(0, 0xc0, 0), 1)).toBe(-1);
  });
});
