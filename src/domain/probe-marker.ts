import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

import { base32 } from './base32.js';

/** The key of one installation: who does not have it can neither make marked labels nor tell them from random ones. */
export type MarkerKey = KeyObject;

/** Random bytes in a label: 80 bits, so that no two labels are ever the same and none can be guessed. */
export const MARKED_RANDOM_BYTES = 10;
const RANDOM_CHARACTERS = 16;
/** 40 bits: a label of somebody else's is taken for ours once in 2^40 places where a marker could stand. */
const TAG_BYTES = 5;
const TAG_CHARACTERS = 8;
/** What `{random}` becomes with a key: well below the 63 bytes of a label (RFC 1035 §2.3.4). */
export const MARKED_CHARACTERS = RANDOM_CHARACTERS + TAG_CHARACTERS;

const MARKED = /(?=([a-z2-7]{16})([a-z2-7]{8}))/g;

/** A key from at least 16 bytes as hex. Throws `RangeError` for any other text. */
export function markerKey(hex: string): MarkerKey {
  if (!/^([0-9a-f]{2}){16,}$/i.test(hex))
    throw new RangeError('read a marker key: at least 16 bytes as hex are required');
  return createSecretKey(Buffer.from(hex, 'hex'));
}

/**
 * A label that nobody can guess and that tells who has the key that it is one of our probes':
 * 16 characters for the `random` bytes, then 8 of an HMAC-SHA-256 over them (RFC 2104 §5: truncated).
 * `random` must be `MARKED_RANDOM_BYTES` unpredictable bytes, used for nothing else.
 */
export function makeMarkedLabel(random: Uint8Array, key: MarkerKey): string {
  const text = base32(random.subarray(0, MARKED_RANDOM_BYTES));
  return text + tagOf(text, key);
}

/**
 * Whether a label is, or holds anywhere, one that was made with this key; letters in any case, since
 * queries may go out in mixed case. Never `false` for one that does. Costs a few microseconds for each
 * place at which 24 characters of base32 begin: shorter labels cost nothing.
 */
export function isMarkedLabel(label: string, key: MarkerKey): boolean {
  if (label.length < MARKED_CHARACTERS) return false;
  for (const [, random = '', tag = ''] of label.toLowerCase().matchAll(MARKED)) {
    if (tagOf(random, key) === tag) return true;
  }
  return false;
}

function tagOf(random: string, key: MarkerKey): string {
  return base32(createHmac('sha256', key).update(random).digest().subarray(0, TAG_BYTES));
}
