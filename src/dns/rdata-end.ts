import { nameEnd } from './name-end.js';
import { rdataLayout, type RdataField } from './rdata-layout.js';

/** A window of a type bitmap has 1 to 32 bytes (RFC 4034 §4.1.2). */
const MAX_BITMAP_BYTES = 32;

/** Whether the bytes from `start` to `end` are what this type's data must be; builds nothing. */
export function isRdata(message: Uint8Array, type: number, start: number, end: number): boolean {
  const layout = rdataLayout(type);
  if (layout === undefined) return true;
  let offset = start;
  for (const field of layout) {
    offset = fieldEnd(message, field, offset, end);
    if (offset < 0 || offset > end) return false;
  }
  return offset === end;
}

/** Where a field ends: behind `end`, or -1, if it is cut or wrong. */
function fieldEnd(message: Uint8Array, field: RdataField, offset: number, end: number): number {
  switch (field) {
    case 'u8':
      return offset + 1;
    case 'u16':
    case 'type':
      return offset + 2;
    case 'u32':
    case 'time':
    case 'ipv4':
      return offset + 4;
    case 'ipv6':
      return offset + 16;
    case 'name':
      return nameEnd(message, offset);
    case 'string':
    case 'tag':
      return offset < end ? offset + 1 + (message[offset] ?? 0) : -1;
    case 'strings':
      return stringsEnd(message, offset, end);
    case 'bitmap':
      return bitmapEnd(message, offset, end);
    case 'rest':
    case 'hex':
    case 'base64':
      return end;
    default:
      return field satisfies never;
  }
}

function stringsEnd(message: Uint8Array, start: number, end: number): number {
  let offset = start;
  while (offset < end) offset += 1 + (message[offset] ?? 0);
  return offset;
}

function bitmapEnd(message: Uint8Array, start: number, end: number): number {
  let offset = start;
  while (offset < end) {
    const length = offset + 1 < end ? (message[offset + 1] ?? 0) : 0;
    if (length === 0 || length > MAX_BITMAP_BYTES) return -1;
    offset += 2 + length;
  }
  return offset;
}
