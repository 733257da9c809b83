import { SECOND_MS } from '../../domain/clock.js';
import type { RandomSource } from '../random-source.js';

const PLACEHOLDER = /\{random\}|\{time\}/g;
/** 80 bits, 16 characters: no two are ever the same, none can be guessed. */
const RANDOM_BYTES = 10;
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

export function hasPlaceholder(qname: string): boolean {
  return qname.search(PLACEHOLDER) >= 0;
}

/** A qname with `{random}` replaced by a fresh label, each occurrence by another, and `{time}` by the Unix time in seconds. */
export function expandQname(qname: string, random: RandomSource, timeMs: number): string {
  return qname.replaceAll(PLACEHOLDER, (placeholder) =>
    placeholder === '{time}' ? String(Math.floor(timeMs / SECOND_MS)) : base32(random.bytes(RANDOM_BYTES)),
  );
}

function base32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += BASE32.charAt((value >> (bits - 5)) & 31);
    value &= (1 << bits) - 1;
  }
  return text;
}
