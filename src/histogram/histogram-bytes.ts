import { BUCKET_COUNT } from './bucket-layout.js';
import { HistogramError } from './errors.js';

/**
 * The stored form of a histogram: one version byte, then for every bucket that is not empty, in
 * rising order, the LEB128 number `gap * 2 + flag`, where gap is the number of empty buckets
 * since the last one; with the flag, a second LEB128 number follows, the bucket's count less 2.
 * Without it the count is 1, which is what most buckets of a minute hold.
 */
const VERSION = 1;

/** Encodes counts of buckets; `buckets` must be in rising order, `countOf` must be at least 1 for each. */
export function encodeBuckets(buckets: Iterable<number>, countOf: (bucket: number) => number): Uint8Array {
  const bytes = [VERSION];
  let next = 0;
  for (const bucket of buckets) {
    const count = countOf(bucket);
    pushVarint(bytes, (bucket - next) * 2 + (count > 1 ? 1 : 0));
    if (count > 1) pushVarint(bytes, count - 2);
    next = bucket + 1;
  }
  return Uint8Array.from(bytes);
}

/**
 * Calls `visit` for every bucket that is not empty, in rising order, until it returns `false`.
 * Throws `HistogramError` on bytes that are no histogram.
 */
export function forEachBucket(bytes: Uint8Array, visit: (bucket: number, count: number) => boolean | undefined): void {
  if (bytes[0] !== VERSION) throw new HistogramError(describeStart(bytes));
  const cursor: Cursor = { bytes, offset: 1 };
  let bucket = -1;
  while (cursor.offset < bytes.length) {
    const token = readVarint(cursor);
    const isSingle = token % 2 === 0;
    bucket += Math.floor(token / 2) + 1;
    if (bucket >= BUCKET_COUNT) throw new HistogramError(`bucket ${String(bucket)} of ${String(BUCKET_COUNT)}`);
    if (visit(bucket, isSingle ? 1 : readVarint(cursor) + 2) === false) return;
  }
}

interface Cursor {
  readonly bytes: Uint8Array;
  offset: number;
}

function readVarint(cursor: Cursor): number {
  const first = cursor.bytes[cursor.offset++];
  // Nearly every number of a stored minute fits one byte or two.
  if (first !== undefined && first < 0x80) return first;
  let value = (first ?? 0) & 0x7f;
  for (let scale = 0x80; scale <= 2 ** 49; scale *= 0x80) {
    const byte = cursor.bytes[cursor.offset++];
    if (byte === undefined) throw new HistogramError(`${String(cursor.bytes.length)} bytes that end within a number`);
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return checked(value);
  }
  throw new HistogramError('a number of more than 8 bytes');
}

function checked(value: number): number {
  if (!Number.isSafeInteger(value + 2)) throw new HistogramError('a number above 2^53');
  return value;
}

function describeStart(bytes: Uint8Array): string {
  return bytes.length === 0 ? 'no bytes' : `version ${String(bytes[0])}`;
}

function pushVarint(bytes: number[], value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
}
