import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { rcodeOf, rcodeText } from '../../src/dns/rcode.js';
import { rrClassOf, rrTypeOf, rrTypeText } from '../../src/dns/rr-type.js';

describe('rcodeOf()', () => {
  it('knows names in any case, numbers of 12 bits, and nothing else', () => {
    expect(rcodeOf('badvers')).toBe(16);
    expect(rcodeOf('RCODE4095')).toBe(4095);
    expect(rcodeOf('RCODE4096')).toBeNull();
    expect(rcodeOf('toString')).toBeNull();
  });

  it('takes back what rcodeText() shows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4095 }), (code) => {
        expect(rcodeOf(rcodeText(code))).toBe(code);
      }),
    );
  });
});

describe('rrTypeOf()', () => {
  it('takes back what rrTypeText() shows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 65535 }), (code) => {
        expect(rrTypeOf(rrTypeText(code))).toBe(code);
      }),
    );
  });

  it.each(['', 'TYPE', 'TYPE65536', 'TYPE-1', 'TYPE1x', 'constructor'])('is null for %j', (text) => {
    expect(rrTypeOf(text)).toBeNull();
  });
});

describe('rrClassOf()', () => {
  it('knows mnemonics and numbers', () => {
    expect([rrClassOf('ch'), rrClassOf('CLASS7'), rrClassOf('CLASS70000'), rrClassOf('valueOf')]).toEqual([
      3,
      7,
      null,
      null,
    ]);
  });
});
