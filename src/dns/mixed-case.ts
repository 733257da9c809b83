import type { WireName } from './name.js';

/** As many random bytes as any name needs bits. */
export const CASE_BITS_BYTES = 32;

/**
 * A name with each ASCII letter in upper or lower case as the next bit says (draft-vixie-dnsext-dns0x20-00):
 * who did not see the query cannot repeat it. `bits`: at least an eighth of the name's length.
 */
export function mixCase(name: WireName, bits: Uint8Array): WireName {
  // Length bytes are at most 63: no letters.
  return name.map((byte, index) => (isLetter(byte) ? withCase(byte, bits, index) : byte));
}

function isLetter(byte: number): boolean {
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

function withCase(letter: number, bits: Uint8Array, index: number): number {
  const isUpper = (((bits[index >> 3] ?? 0) >> (index & 7)) & 1) === 1;
  return isUpper ? letter & ~0x20 : letter | 0x20;
}
