import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { encodeName, nameText, readName, sameName } from '../../src/dns/name.js';

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
    ['', 'no empty label'],
    ['a..b', 'no empty label'],
    ['.a', 'no empty label'],
    [`${'a'.repeat(64)}.b`, '63 bytes'],
    [Array(5).fill('a'.repeat(60)).join('.'), '255 bytes'],
    ['\\256', 'escapes'],
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

describe('sameName()', () => {
  it('ignores the case of ASCII letters only', () => {
    expect(sameName(encodeName('WWW.Example.org'), encodeName('www.eXAMPLE.ORG'))).toBe(true);
    expect(sameName(encodeName('\\192'), encodeName('\\224'))).toBe(false);
    expect(sameName(encodeName('@'), encodeName('`'))).toBe(false);
  });

  it('tells a label with a dot from two labels', () => {
    expect(sameName(encodeName('a\\.b'), encodeName('a.b'))).toBe(false);
  });
});
