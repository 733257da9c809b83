import { HistogramError } from './errors.js';

/** So many bits can be read or written at once wherever they start within a byte. */
export const CHUNK_BITS = 24;
/** Of a number that is still exact in a double. */
const MAX_BITS = 53;

/** Bits of `value` as an exponential Golomb code of this order. */
export function expGolombBits(value: number, order: number): number {
  return 2 * bitLength(value + 2 ** order) - 1 - order;
}

/** Writes numbers bit by bit, most significant first. */
export class BitWriter {
  readonly #bytes: number[];
  #pending = 0;
  #pendingBits = 0;

  /** `head`: whole bytes that come before the bits. */
  constructor(...head: readonly number[]) {
    this.#bytes = [...head];
  }

  /** Writes the lowest `bits` (up to 24) of a number. */
  writeBits(value: number, bits: number): void {
    let pending = (this.#pending << bits) | (value & ((1 << bits) - 1));
    let left = this.#pendingBits + bits;
    while (left >= 8) {
      left -= 8;
      this.#bytes.push(pending >>> left);
      pending &= (1 << left) - 1;
    }
    this.#pending = pending;
    this.#pendingBits = left;
  }

  /** Writes `value + 2^order` in binary after one zero for each of its bits above `order + 1`. */
  writeExpGolomb(value: number, order: number): void {
    const shifted = value + 2 ** order;
    const bits = bitLength(shifted);
    const zeros = bits - 1 - order;
    // Nearly every number of a stored histogram is this short.
    if (zeros + bits <= CHUNK_BITS) {
      this.writeBits(shifted, zeros + bits);
      return;
    }
    this.#writeLong(0, zeros);
    this.#writeLong(shifted, bits);
  }

  toBytes(): Uint8Array {
    if (this.#pendingBits > 0) this.writeBits(0, 8 - this.#pendingBits);
    return Uint8Array.from(this.#bytes);
  }

  #writeLong(value: number, bits: number): void {
    for (let rest = bits; rest > 0;) {
      const taken = Math.min(rest, CHUNK_BITS);
      rest -= taken;
      this.writeBits(Math.floor(value / 2 ** rest) % 2 ** taken, taken);
    }
  }
}

/** The bits from one on, at least 25 of them valid, from the top of 32; zeros after the end. */
export function bitsAt(bytes: DataView, bit: number): number {
  const at = bit >>> 3;
  return (at + 4 <= bytes.byteLength ? bytes.getInt32(at) : lastBytes(bytes, at)) << (bit & 7);
}

function lastBytes(bytes: DataView, from: number): number {
  let word = 0;
  for (let at = from; at < from + 4; at++) word = (word << 8) | (at < bytes.byteLength ? bytes.getUint8(at) : 0);
  return word;
}

/** How many bits the exponential Golomb code of this order at the top of `word` takes; too many where it has no end. */
export function bitsOfCode(word: number, order: number): number {
  return 2 * Math.clz32(word) + 1 + order;
}

/** Reads what `BitWriter` wrote. All methods throw `HistogramError` where the bytes end too early. */
export class BitReader {
  /** A view reads four bytes at once, which is most of the speed. */
  readonly bytes: DataView;
  readonly #endBit: number;
  #bit: number;

  constructor(bytes: Uint8Array, fromByte: number) {
    this.bytes = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#bit = fromByte * 8;
    this.#endBit = bytes.length * 8;
  }

  /** Where it reads next. */
  get bit(): number {
    return this.#bit;
  }

  set bit(bit: number) {
    this.#bit = bit;
    if (bit > this.#endBit) {
      throw new HistogramError(`${String(this.bytes.byteLength)} bytes that end within a number`);
    }
  }

  /** Reads up to 24 bits. */
  readBits(bits: number): number {
    const value = bitsAt(this.bytes, this.#bit) >>> (32 - bits);
    this.bit += bits;
    return value;
  }

  readExpGolomb(order: number): number {
    const next = bitsAt(this.bytes, this.#bit);
    const bits = bitsOfCode(next, order);
    if (bits <= CHUNK_BITS) {
      this.bit += bits;
      return (next >>> (32 - bits)) - (1 << order);
    }
    return this.#readLong(order);
  }

  /** Whether less than a byte is left. */
  isAtEnd(): boolean {
    return this.#endBit - this.#bit < 8;
  }

  #readLong(order: number): number {
    let bits = order + 1;
    while (this.readBits(1) === 0) bits++;
    if (bits > MAX_BITS) throw new HistogramError(`a number of ${String(bits)} bits`);
    let value = 1;
    for (let rest = bits - 1; rest > 0;) {
      const taken = Math.min(rest, CHUNK_BITS);
      value = value * 2 ** taken + this.readBits(taken);
      rest -= taken;
    }
    return value - 2 ** order;
  }
}

function bitLength(value: number): number {
  if (value < 2 ** 31) return 32 - Math.clz32(value);
  return 32 + bitLength(Math.floor(value / 2 ** 32));
}
