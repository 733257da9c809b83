import { base32 } from '../../domain/base32.js';
import { SECOND_MS } from '../../domain/clock.js';
import { makeMarkedLabel, MARKED_RANDOM_BYTES, type MarkerKey } from '../../domain/probe-marker.js';
import type { RandomSource } from '../random-source.js';

const PLACEHOLDER = /\{random\}|\{time\}/g;

export function hasPlaceholder(qname: string): boolean {
  return qname.search(PLACEHOLDER) >= 0;
}

/**
 * A qname with `{random}` replaced by fresh text, each occurrence by another, and `{time}` by the
 * Unix time in seconds. With a key the random text is marked, 24 characters; else it has 16.
 */
export function expandQname(qname: string, random: RandomSource, timeMs: number, key: MarkerKey | null): string {
  return qname.replaceAll(PLACEHOLDER, (placeholder) =>
    placeholder === '{time}' ? String(Math.floor(timeMs / SECOND_MS)) : randomText(random, key),
  );
}

function randomText(random: RandomSource, key: MarkerKey | null): string {
  const bytes = random.bytes(MARKED_RANDOM_BYTES);
  return key === null ? base32(bytes) : makeMarkedLabel(bytes, key);
}
