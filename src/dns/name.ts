import { DnsError } from './errors.js';

/** A domain name in uncompressed wire form: length-prefixed labels and the root's zero byte. */
export type WireName = Uint8Array;

export const MAX_NAME_BYTES = 255;
export const MAX_LABEL_BYTES = 63;
export const POINTER_BITS = 0xc0;
/** More pointers than a name can have labels serve only to keep the reader busy. */
export const MAX_POINTERS = 127;

/**
 * Wire form of a name in presentation form (RFC 1035 §5.1: `\.`, `\DDD`); a final dot is optional.
 * Throws `DnsError` `QUERY_INVALID`. The library's own encoder checks neither length nor escapes.
 */
export function encodeName(text: string): WireName {
  if (text === '.') return Uint8Array.of(0);
  const bytes: number[] = [];
  for (const label of labelsOf(text)) {
    if (label.length === 0) throw new InvalidName(text, 'labels that are not empty');
    if (label.length > MAX_LABEL_BYTES) throw new InvalidName(text, 'labels of at most 63 bytes');
    bytes.push(label.length, ...label);
  }
  bytes.push(0);
  if (bytes.length > MAX_NAME_BYTES) throw new InvalidName(text, 'at most 255 bytes in wire form');
  return Uint8Array.from(bytes);
}

/** What a domain name must be of, if the text is none; `null` if it is one. */
export function nameFault(text: string): string | null {
  try {
    encodeName(text);
    return null;
  } catch (error) {
    if (error instanceof InvalidName) return error.required;
    throw error;
  }
}

/**
 * Reads a possibly compressed name (RFC 1035 §4.1.4). `end` is the offset behind it in the message.
 * `null` where the bytes hold no name: pointers must go backwards, so that reading always ends.
 */
export function readName(message: Uint8Array, start: number): { readonly name: WireName; readonly end: number } | null {
  let count = 0;
  let end = -1;
  let offset = start;
  let limit = start;
  let pointers = 0;
  for (;;) {
    const length = message[offset];
    if (length === undefined) return null;
    if ((length & POINTER_BITS) === POINTER_BITS) {
      const low = message[offset + 1];
      if (low === undefined) return null;
      if (end < 0) end = offset + 2;
      offset = ((length & 0x3f) << 8) | low;
      if (offset >= limit || ++pointers > MAX_POINTERS) return null;
      limit = offset;
    } else {
      if (length > MAX_LABEL_BYTES || offset + length >= message.length) return null;
      if (count + length + 1 > MAX_NAME_BYTES) return null;
      for (let i = 0; i <= length; i++) SCRATCH[count++] = message[offset + i] ?? 0;
      offset += length + 1;
      if (length === 0) return { name: SCRATCH.slice(0, count), end: end < 0 ? offset : end };
    }
  }
}

/** Names are put together here: arrays that grow would cost more than all the rest of reading. */
const SCRATCH = new Uint8Array(MAX_NAME_BYTES);

/** Presentation form with a final dot; bytes outside printable ASCII as `\DDD`, special ones behind a backslash. */
export function nameText(name: WireName): string {
  if (name.length <= 1) return '.';
  let text = '';
  for (let offset = 0; ;) {
    const length = name[offset] ?? 0;
    if (length === 0) return text;
    for (let i = 1; i <= length; i++) text += CHARACTERS[name[offset + i] ?? 0] ?? '';
    text += '.';
    offset += length + 1;
  }
}

function characterOf(byte: number): string {
  if (byte < 0x21 || byte > 0x7e) return `\\${String(byte).padStart(3, '0')}`;
  const character = String.fromCharCode(byte);
  return '.\\"();@$'.includes(character) ? `\\${character}` : character;
}

/** How each byte is shown. */
const CHARACTERS: readonly string[] = Array.from({ length: 256 }, (_, byte) => characterOf(byte));

function labelsOf(text: string): number[][] {
  const labels: number[][] = [[]];
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    if (character === '.') {
      if (i < text.length - 1) labels.push([]);
    } else if (character === '\\') {
      const decimal = /^[0-9]{3}/.exec(text.slice(i + 1))?.[0];
      labels.at(-1)?.push(decimal === undefined ? byteOf(text, text.charAt(i + 1)) : decimalByte(text, decimal));
      i += decimal?.length ?? 1;
    } else {
      labels.at(-1)?.push(byteOf(text, character));
    }
  }
  return labels;
}

function decimalByte(text: string, decimal: string): number {
  if (Number(decimal) > 255) throw new InvalidName(text, 'bytes written \\000 to \\255');
  return Number(decimal);
}

function byteOf(text: string, character: string): number {
  const code = character === '' ? NaN : character.charCodeAt(0);
  if (!(code > 0x20 && code < 0x7f))
    throw new InvalidName(text, 'printable ASCII (other bytes as \\DDD, IDNs as A-labels)');
  return code;
}

class InvalidName extends DnsError {
  readonly required: string;

  constructor(text: string, required: string) {
    super('QUERY_INVALID', `encode a domain name: ${required}; found ${JSON.stringify(text)}`);
    this.required = required;
  }
}
