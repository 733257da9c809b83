const NEWLINE = 0x0a;
/** No line of an import comes near it; what has no line ends must not fill the memory. */
const MAX_LINE_BYTES = 65_536;

/** A line without its end, or `null` where it is too long to be one. */
export type VisitLine = (line: string | null) => void;

/** Cuts a stream of bytes (UTF-8) into lines. */
export class LineSplitter {
  readonly #visit: VisitLine;
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #isSkipping = false;

  constructor(visit: VisitLine) {
    this.#visit = visit;
  }

  push(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
      if (this.#pendingBytes > 0 || this.#isSkipping) this.#endPending(bytes.subarray(from, end));
      else this.#give(bytes.subarray(from, end));
      from = end + 1;
    }
    if (from < bytes.length) this.#keep(bytes.subarray(from));
  }

  /** The last line may lack its end. */
  end(): void {
    if (this.#pendingBytes > 0 || this.#isSkipping) this.#endPending(Buffer.alloc(0));
  }

  #endPending(rest: Buffer): void {
    this.#keep(rest);
    const line = Buffer.concat(this.#pending);
    const isTooLong = this.#isSkipping;
    this.#forget();
    this.#isSkipping = false;
    if (isTooLong) this.#visit(null);
    else this.#give(line);
  }

  #give(line: Buffer): void {
    this.#visit(line.length > MAX_LINE_BYTES ? null : line.toString('utf8'));
  }

  #keep(part: Buffer): void {
    if (this.#isSkipping) return;
    this.#pending.push(part);
    this.#pendingBytes += part.length;
    if (this.#pendingBytes <= MAX_LINE_BYTES) return;
    this.#forget();
    this.#isSkipping = true;
  }

  #forget(): void {
    this.#pending = [];
    this.#pendingBytes = 0;
  }
}
