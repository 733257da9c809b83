import { BitReader, bitsAt, bitsOfCode, BitWriter, CHUNK_BITS, expGolombBits } from './bit-stream.js';
import { BUCKET_COUNT } from './bucket-layout.js';
import { HistogramError } from './errors.js';

/**
 * The stored form of a histogram: a version byte and, unless it is empty, a byte of two code orders
 * (gaps in the upper half, counts in the lower), then bits: how many buckets are not empty, the
 * first one, its count less 1, and for each further one the number of empty buckets since the last
 * and its count less 1. All but the first bucket are exponential Golomb codes, which suit both the
 * wide, uneven gaps of a minute and the dense buckets of a day, and bear any count.
 * 60 log-normal round-trips (sigma 1) take 65–80 bytes, 3600 about 1.4 KB, 86,400 about 6 KB.
 */
const VERSION = 1;
const FIRST_BUCKET_BITS = 15;
const LENGTH_ORDER = 5;

/** Encodes buckets in rising order, each with a count of at least 1. */
export function encodeBuckets(buckets: readonly number[], counts: readonly number[]): Uint8Array {
  const first = buckets[0];
  if (first === undefined) return Uint8Array.of(VERSION);
  const gaps = buckets.slice(1).map((bucket, index) => bucket - (buckets[index] ?? 0) - 1);
  const rests = counts.map((count) => count - 1);
  const gapOrder = bestOrder(gaps);
  const countOrder = bestOrder(rests);
  const writer = new BitWriter(VERSION, gapOrder * 16 + countOrder);
  writer.writeExpGolomb(buckets.length - 1, LENGTH_ORDER);
  writer.writeBits(first, FIRST_BUCKET_BITS);
  writer.writeExpGolomb(rests[0] ?? 0, countOrder);
  for (let index = 0; index < gaps.length; index++) {
    writer.writeExpGolomb(gaps[index] ?? 0, gapOrder);
    writer.writeExpGolomb(rests[index + 1] ?? 0, countOrder);
  }
  return writer.toBytes();
}

/** Buckets that are not empty, in rising order: the first `length` of each column. */
export interface Buckets {
  length: number;
  readonly buckets: Int32Array;
  readonly counts: Float64Array;
}

/** Every histogram is read into these: there are millions. */
const READ: Buckets = { length: 0, buckets: new Int32Array(BUCKET_COUNT), counts: new Float64Array(BUCKET_COUNT) };

/**
 * Reads a histogram; what it gives is overwritten by the next call.
 * Throws `HistogramError` on bytes that are no histogram.
 */
export function readBuckets(bytes: Uint8Array): Readonly<Buckets> {
  const orders = bytes[1];
  if (bytes[0] !== VERSION) throw new HistogramError(describeStart(bytes));
  READ.length = 0;
  if (orders === undefined) return READ;
  const reader = new BitReader(bytes, 2);
  const length = reader.readExpGolomb(LENGTH_ORDER) + 1;
  readInto(READ, reader, { length, gapOrder: orders >>> 4, countOrder: orders & 15 });
  if (!reader.isAtEnd()) throw new HistogramError(`${String(bytes.length)} bytes, which is more than its buckets take`);
  READ.length = length;
  return READ;
}

interface Orders {
  readonly length: number;
  readonly gapOrder: number;
  readonly countOrder: number;
}

/** The bulk of what judging does. Nearly always a gap and a count are one look at the bits. */
function readInto({ buckets, counts }: Buckets, reader: BitReader, { length, gapOrder, countOrder }: Orders): void {
  let bucket = reader.readBits(FIRST_BUCKET_BITS);
  let count = reader.readExpGolomb(countOrder);
  const { bytes } = reader;
  let bit = reader.bit;
  for (let index = 0; ;) {
    if (bucket >= BUCKET_COUNT) throw new HistogramError(`bucket ${String(bucket)} of ${String(BUCKET_COUNT)}`);
    buckets[index] = bucket;
    counts[index] = count + 1;
    if (++index >= length) break;
    const word = bitsAt(bytes, bit);
    const gapBits = bitsOfCode(word, gapOrder);
    const bits = gapBits + bitsOfCode(word << gapBits, countOrder);
    if (bits <= CHUNK_BITS) {
      bucket += (word >>> (32 - gapBits)) - (1 << gapOrder) + 1;
      count = ((word << gapBits) >>> (32 + gapBits - bits)) - (1 << countOrder);
      bit += bits;
    } else {
      reader.bit = bit;
      bucket += reader.readExpGolomb(gapOrder) + 1;
      count = reader.readExpGolomb(countOrder);
      bit = reader.bit;
    }
  }
  reader.bit = bit;
}

function describeStart(bytes: Uint8Array): string {
  return bytes.length === 0 ? 'no bytes' : `version ${String(bytes[0])}`;
}

const MAX_ORDER = 15;
/** Up to so many numbers the order that suits their mean is good enough (within 1 %). */
const FEW = 256;

/** The order in which these numbers take the fewest bits, or nearly so where there are few. */
function bestOrder(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  const ofMean = Math.min(MAX_ORDER, Math.max(0, Math.floor(Math.log2(sum / values.length + 1) - 0.3)));
  if (values.length === 0) return 0;
  if (values.length <= FEW) return ofMean;
  return cheapestOrder(values, Math.min(MAX_ORDER, ofMean + 1));
}

function cheapestOrder(values: readonly number[], upTo: number): number {
  let best = { order: 0, bits: Infinity };
  for (let order = 0; order <= upTo; order++) {
    let bits = 0;
    for (const value of values) bits += expGolombBits(value, order);
    if (bits < best.bits) best = { order, bits };
  }
  return best.order;
}
