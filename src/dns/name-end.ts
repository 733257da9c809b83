import { MAX_LABEL_BYTES, MAX_NAME_BYTES, MAX_POINTERS, POINTER_BITS } from './name.js';

/**
 * Where a possibly compressed name ends in its message, without reading it; -1 exactly where
 * `readName` finds no name. Allocates nothing.
 */
export function nameEnd(message: Uint8Array, start: number): number {
  let end = -1;
  let offset = start;
  let limit = start;
  let pointers = 0;
  let bytes = 0;
  for (;;) {
    const length = message[offset];
    if (length === undefined) return -1;
    if (length >= POINTER_BITS) {
      if (offset + 1 >= message.length) return -1;
      if (end < 0) end = offset + 2;
      offset = ((length & 0x3f) << 8) | (message[offset + 1] ?? 0);
      if (offset >= limit || ++pointers > MAX_POINTERS) return -1;
      limit = offset;
    } else {
      if (length > MAX_LABEL_BYTES || offset + length >= message.length) return -1;
      bytes += length + 1;
      if (bytes > MAX_NAME_BYTES) return -1;
      offset += length + 1;
      if (length === 0) return end < 0 ? offset : end;
    }
  }
}

/** Where a name without pointers ends; -1 if there is none. */
export function plainNameEnd(message: Uint8Array, start: number): number {
  let offset = start;
  for (;;) {
    const length = message[offset];
    if (length === undefined || length > MAX_LABEL_BYTES) return -1;
    offset += length + 1;
    if (offset - start > MAX_NAME_BYTES || offset > message.length) return -1;
    if (length === 0) return offset;
  }
}
