/** RFC 4648 §6 in lower case: digits and letters that a host name may hold, whatever their case. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** Bytes as base32 without padding: 8 characters for every 5 bytes. */
export function base32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += ALPHABET.charAt((value >> (bits - 5)) & 31);
    value &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + ALPHABET.charAt((value << (5 - bits)) & 31);
}
