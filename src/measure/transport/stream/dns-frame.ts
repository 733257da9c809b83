const LENGTH_BYTES = 2;

/**
 * A message with its length before it (RFC 1035 §4.2.2), as one piece, so that both travel in one
 * segment (RFC 7766 §8). Copies `message`.
 */
export function frameOf(message: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(message.length + LENGTH_BYTES);
  frame.writeUInt16BE(message.length);
  frame.set(message, LENGTH_BYTES);
  return frame;
}

/** Puts messages together from what a stream brings, however it is cut. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #size = 0;
  /** How many bytes the next step needs: the length, then the whole frame. */
  #needed = LENGTH_BYTES;

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
  }

  /** The next message that is whole; `null` while there is none. */
  next(): Buffer | null {
    // Joined only when there is enough: a reply that drips in byte by byte is not copied once a byte.
    if (this.#size < this.#needed) return null;
    const bytes = this.#joined();
    this.#needed = LENGTH_BYTES + bytes.readUInt16BE(0);
    if (this.#size < this.#needed) return null;
    const message = bytes.subarray(LENGTH_BYTES, this.#needed);
    this.#keep(bytes.subarray(this.#needed));
    return message;
  }

  /** What has come of a message that is not whole, without its length; `null` if nothing has, not even of that. */
  partial(): Buffer | null {
    return this.#size === 0 ? null : this.#joined().subarray(LENGTH_BYTES);
  }

  #joined(): Buffer {
    const [first] = this.#chunks;
    if (first !== undefined && this.#chunks.length === 1) return first;
    const bytes = Buffer.concat(this.#chunks, this.#size);
    this.#chunks = [bytes];
    return bytes;
  }

  #keep(rest: Buffer): void {
    this.#chunks = rest.length === 0 ? [] : [rest];
    this.#size = rest.length;
    this.#needed = LENGTH_BYTES;
  }
}
