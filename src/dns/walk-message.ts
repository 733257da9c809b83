import { nameEnd, plainNameEnd } from './name-end.js';
import { isRdata } from './rdata-end.js';

export const HEADER_BYTES = 12;
const OPT = 41;
const RRSIG = 46;
const COOKIE = 10;
const EDE = 15;
/** Fields of a record between its owner and its data. */
const RECORD_HEAD_BYTES = 10;

/**
 * Reads a message to its end without building anything: `read` is true exactly where
 * `decodeMessage` finds a message, and what it counted then holds until the next `read`.
 * On the receive path one object serves all replies.
 */
export class MessageWalk {
  /** All 12 bits. */
  rcode = 0;
  /** Records of the answer section. */
  answers = 0;
  /** Those of them that are signatures (RRSIG). */
  signatures = 0;
  /** Where the data of the first COOKIE option starts (RFC 7873); -1: there is none. */
  cookieAt = -1;
  cookieLength = 0;
  #opts = 0;
  #upperRcode = 0;

  read(message: Uint8Array): boolean {
    this.#clear();
    if (message.length < HEADER_BYTES) return false;
    this.answers = uint16(message, 6);
    let end = questionsEnd(message, uint16(message, 4));
    if (end >= 0) end = this.#recordsEnd(message, end, this.answers, true, false);
    if (end >= 0) end = this.#recordsEnd(message, end, uint16(message, 8), false, false);
    if (end >= 0) end = this.#recordsEnd(message, end, uint16(message, 10), false, true);
    // RFC 6891 §6.1.3: the OPT record's TTL begins with the upper 8 bits of the rcode.
    this.rcode = (this.#upperRcode << 4) | ((message[3] ?? 0) & 0xf);
    return end === message.length;
  }

  #clear(): void {
    this.signatures = 0;
    this.cookieAt = -1;
    this.cookieLength = 0;
    this.#opts = 0;
    this.#upperRcode = 0;
  }

  /** Where this many records end; -1 if one of them is none. */
  #recordsEnd(message: Uint8Array, start: number, count: number, isAnswer: boolean, mayBeOpt: boolean): number {
    let offset = start;
    for (let left = count; left > 0 && offset >= 0; left--) {
      const ownerEnd = nameEnd(message, offset);
      const dataAt = ownerEnd + RECORD_HEAD_BYTES;
      if (ownerEnd < 0 || dataAt > message.length) return -1;
      const type = uint16(message, ownerEnd);
      const end = dataAt + uint16(message, ownerEnd + 8);
      if (end > message.length) return -1;
      // RFC 6891 §6.1.1, §6.1.2: at most one OPT record, in the additional section, owned by the root.
      const isMisplaced = type === OPT && (!mayBeOpt || message[offset] !== 0 || ++this.#opts > 1);
      if (isMisplaced) return -1;
      if (isAnswer && type === RRSIG) this.signatures++;
      const isWhole = type === OPT ? this.#readOpt(message, dataAt, end) : isRdata(message, type, dataAt, end);
      offset = isWhole ? end : -1;
    }
    return offset;
  }

  #readOpt(message: Uint8Array, start: number, end: number): boolean {
    this.#upperRcode = message[start - 6] ?? 0;
    let offset = start;
    while (offset < end) {
      if (offset + 4 > end) return false;
      const code = uint16(message, offset);
      const length = uint16(message, offset + 2);
      if (code === EDE && length < 2) return false;
      if (code === COOKIE && this.cookieAt < 0) {
        this.cookieAt = offset + 4;
        this.cookieLength = length;
      }
      offset += 4 + length;
    }
    return offset === end;
  }
}

/** Two bytes, the high one first; bytes behind the end count as 0. */
export function uint16(message: Uint8Array, offset: number): number {
  return ((message[offset] ?? 0) << 8) | (message[offset + 1] ?? 0);
}

function questionsEnd(message: Uint8Array, count: number): number {
  let offset = HEADER_BYTES;
  for (let left = count; left > 0; left--) {
    const nameEnds = plainNameEnd(message, offset);
    if (nameEnds < 0 || nameEnds + 4 > message.length) return -1;
    offset = nameEnds + 4;
  }
  return offset;
}
