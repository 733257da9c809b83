import * as dnsPacket from 'dns-packet';

import { nameText, readName } from './name.js';
import { isRdata } from './rdata-end.js';
import { rdataLayout, type RdataField } from './rdata-layout.js';
import { rrTypeText } from './rr-type.js';

/**
 * The data of a record in presentation form, as a zone file shows it; names have their final dot.
 * `null` if the bytes do not hold what the type demands. Types without a form of their own here
 * are written as RFC 3597 §5 has it: `\# 4 0a000001`. Read by hand where dns-packet would lose
 * something: it splits labels at dots and replaces bytes that are not UTF-8.
 */
export function rdataText(message: Buffer, type: number, start: number, end: number): string | null {
  if (!isRdata(message, type, start, end)) return null;
  const layout = rdataLayout(type);
  if (layout === undefined) return genericText(message, start, end);
  const texts: string[] = [];
  let offset = start;
  for (const field of layout) {
    const read = FIELDS[field](message, offset, end);
    if (read.text !== '' || field !== 'bitmap') texts.push(read.text);
    offset = read.end;
  }
  return texts.join(' ');
}

/** The codec of dns-packet that its types do not declare. It reads at `offset` the length, then the data. */
interface AddressCodec {
  readonly decode: (message: Buffer, offset: number) => string;
}
const codecs = dnsPacket as unknown as { readonly record: (type: 'AAAA') => AddressCodec };

interface FieldText {
  readonly text: string;
  readonly end: number;
}

const FIELDS: Readonly<Record<RdataField, (message: Buffer, offset: number, end: number) => FieldText>> = {
  u8: (message, offset) => ({ text: String(message.readUInt8(offset)), end: offset + 1 }),
  u16: (message, offset) => ({ text: String(message.readUInt16BE(offset)), end: offset + 2 }),
  u32: (message, offset) => ({ text: String(message.readUInt32BE(offset)), end: offset + 4 }),
  ipv4: (message, offset) => ({ text: message.subarray(offset, offset + 4).join('.'), end: offset + 4 }),
  ipv6: (message, offset) => ({ text: codecs.record('AAAA').decode(message, offset - 2), end: offset + 16 }),
  name: (message, offset) => {
    const read = readName(message, offset);
    if (read === null) throw new RangeError('a name that isRdata() has found is not there');
    return { text: nameText(read.name), end: read.end };
  },
  type: (message, offset) => ({ text: rrTypeText(message.readUInt16BE(offset)), end: offset + 2 }),
  // RFC 4034 §3.2: YYYYMMDDHHmmSS in UTC.
  time: (message, offset) => ({
    text: new Date(message.readUInt32BE(offset) * 1_000).toISOString().replaceAll(/[-:T]|\..*/g, ''),
    end: offset + 4,
  }),
  string: (message, offset) => {
    const end = offset + 1 + message.readUInt8(offset);
    return { text: quoted(message.subarray(offset + 1, end)), end };
  },
  strings: (message, offset, end) => ({ text: characterStrings(message, offset, end), end }),
  tag: (message, offset) => {
    const end = offset + 1 + message.readUInt8(offset);
    return { text: message.toString('latin1', offset + 1, end), end };
  },
  rest: (message, offset, end) => ({ text: quoted(message.subarray(offset, end)), end }),
  hex: (message, offset, end) => ({ text: message.toString('hex', offset, end), end }),
  base64: (message, offset, end) => ({ text: message.toString('base64', offset, end), end }),
  bitmap: (message, offset, end) => ({ text: typeBitmap(message, offset, end), end }),
};

function characterStrings(message: Buffer, start: number, end: number): string {
  const strings: string[] = [];
  for (let offset = start; offset < end; offset += 1 + message.readUInt8(offset)) {
    strings.push(quoted(message.subarray(offset + 1, offset + 1 + message.readUInt8(offset))));
  }
  return strings.join(' ');
}

function typeBitmap(message: Buffer, start: number, end: number): string {
  const types: string[] = [];
  for (let offset = start; offset < end; offset += 2 + message.readUInt8(offset + 1)) {
    const bitmap = message.subarray(offset + 2, offset + 2 + message.readUInt8(offset + 1));
    types.push(...bitmapTypes(message.readUInt8(offset), bitmap));
  }
  return types.join(' ');
}

/** RFC 4034 §4.1.2: bit 0 is the highest of the first byte. */
function bitmapTypes(block: number, bitmap: Uint8Array): string[] {
  return [...bitmap].flatMap((byte, index) =>
    [0, 1, 2, 3, 4, 5, 6, 7]
      .filter((bit) => (byte & (0x80 >> bit)) !== 0)
      .map((bit) => rrTypeText(block * 256 + index * 8 + bit)),
  );
}

function genericText(message: Buffer, start: number, end: number): string {
  const hex = message.toString('hex', start, end);
  return `\\# ${String(end - start)}${hex === '' ? '' : ` ${hex}`}`;
}

/** A character string in quotes (RFC 1035 §5.1). */
function quoted(bytes: Uint8Array): string {
  let text = '"';
  for (const byte of bytes) {
    if (byte === 0x22 || byte === 0x5c) text += `\\${String.fromCharCode(byte)}`;
    else if (byte >= 0x20 && byte <= 0x7e) text += String.fromCharCode(byte);
    else text += `\\${String(byte).padStart(3, '0')}`;
  }
  return `${text}"`;
}
