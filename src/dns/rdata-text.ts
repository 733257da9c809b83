import * as dnsPacket from 'dns-packet';

import { nameText, readName } from './name.js';
import { rrTypeText } from './rr-type.js';

/**
 * The data of a record in presentation form, as a zone file shows it; names have their final dot.
 * `null` if the bytes do not hold what the type demands. Types without a form of their own here
 * are written as RFC 3597 §5 has it: `\# 4 0a000001`.
 */
export function rdataText(message: Buffer, type: number, start: number, end: number): string | null {
  try {
    const text = FORMS[rrTypeText(type)];
    return text === undefined ? genericText(message, start, end) : text(message, start, end);
  } catch (error) {
    // dns-packet and Buffer throw RangeError or a plain Error on bytes that end too soon.
    if (error instanceof Error) return null;
    throw error;
  }
}

type Form = (message: Buffer, start: number, end: number) => string | null;

/** The codecs of dns-packet that its types do not declare. They read at `offset` the length, then the data. */
interface RdataCodec {
  readonly decode: ((message: Buffer, offset: number) => unknown) & { readonly bytes: number };
}
const codecs = dnsPacket as unknown as { readonly record: (type: string) => RdataCodec };

const FORMS: Readonly<Record<string, Form>> = {
  A: (message, start, end) => libraryDecode('A', message, start, end) as string,
  AAAA: (message, start, end) => libraryDecode('AAAA', message, start, end) as string,
  NS: (message, start, end) => fields(message, start, end, ['name']),
  CNAME: (message, start, end) => fields(message, start, end, ['name']),
  PTR: (message, start, end) => fields(message, start, end, ['name']),
  DNAME: (message, start, end) => fields(message, start, end, ['name']),
  MX: (message, start, end) => fields(message, start, end, ['u16', 'name']),
  RP: (message, start, end) => fields(message, start, end, ['name', 'name']),
  SRV: (message, start, end) => fields(message, start, end, ['u16', 'u16', 'u16', 'name']),
  SOA: (message, start, end) => fields(message, start, end, ['name', 'name', 'u32', 'u32', 'u32', 'u32', 'u32']),
  DS: (message, start, end) => fields(message, start, end, ['u16', 'u8', 'u8', 'hex']),
  CDS: (message, start, end) => fields(message, start, end, ['u16', 'u8', 'u8', 'hex']),
  DNSKEY: (message, start, end) => fields(message, start, end, ['u16', 'u8', 'u8', 'base64']),
  CDNSKEY: (message, start, end) => fields(message, start, end, ['u16', 'u8', 'u8', 'base64']),
  TLSA: (message, start, end) => fields(message, start, end, ['u8', 'u8', 'u8', 'hex']),
  SMIMEA: (message, start, end) => fields(message, start, end, ['u8', 'u8', 'u8', 'hex']),
  SSHFP: (message, start, end) => fields(message, start, end, ['u8', 'u8', 'hex']),
  RRSIG: (message, start, end) =>
    fields(message, start, end, ['type', 'u8', 'u8', 'u32', 'time', 'time', 'u16', 'name', 'base64']),
  NAPTR: (message, start, end) => fields(message, start, end, ['u16', 'u16', 'string', 'string', 'string', 'name']),
  HINFO: (message, start, end) => fields(message, start, end, ['string', 'string']),
  CAA: (message, start, end) => fields(message, start, end, ['u8', 'tag', 'rest']),
  TXT: (message, start, end) => characterStrings(message, start, end),
  SPF: (message, start, end) => characterStrings(message, start, end),
  NSEC: (message, start, end) => nsec(message, start, end),
};

type Field = 'u8' | 'u16' | 'u32' | 'name' | 'type' | 'time' | 'string' | 'tag' | 'rest' | 'hex' | 'base64';

/**
 * Data made of fields in a row. Read by hand where dns-packet would lose something: it splits labels
 * at dots, replaces bytes that are not UTF-8, and takes the end of a record from what it read
 * instead of from its length.
 */
function fields(message: Buffer, start: number, end: number, layout: readonly Field[]): string | null {
  const texts: string[] = [];
  let offset = start;
  for (const field of layout) {
    const read = FIELDS[field](message, offset, end);
    if (read === null || read.end > end) return null;
    texts.push(read.text);
    offset = read.end;
  }
  return offset === end ? texts.join(' ') : null;
}

interface FieldText {
  readonly text: string;
  readonly end: number;
}

const FIELDS: Readonly<Record<Field, (message: Buffer, offset: number, end: number) => FieldText | null>> = {
  u8: (message, offset) => ({ text: String(message.readUInt8(offset)), end: offset + 1 }),
  u16: (message, offset) => ({ text: String(message.readUInt16BE(offset)), end: offset + 2 }),
  u32: (message, offset) => ({ text: String(message.readUInt32BE(offset)), end: offset + 4 }),
  name: (message, offset) => {
    const read = readName(message, offset);
    return read === null ? null : { text: nameText(read.name), end: read.end };
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
  tag: (message, offset) => {
    const end = offset + 1 + message.readUInt8(offset);
    return { text: message.toString('latin1', offset + 1, end), end };
  },
  rest: (message, offset, end) => ({ text: quoted(message.subarray(offset, end)), end }),
  hex: (message, offset, end) => ({ text: message.toString('hex', offset, end), end }),
  base64: (message, offset, end) => ({ text: message.toString('base64', offset, end), end }),
};

function characterStrings(message: Buffer, start: number, end: number): string {
  const strings = libraryDecode('TXT', message, start, end) as readonly Buffer[];
  return strings.map(quoted).join(' ');
}

function nsec(message: Buffer, start: number, end: number): string | null {
  const next = readName(message, start);
  if (next === null || next.end > end) return null;
  const types: string[] = [];
  for (let offset = next.end; offset < end;) {
    const length = message.readUInt8(offset + 1);
    if (length === 0 || length > 32 || offset + 2 + length > end) return null;
    types.push(...bitmapTypes(message.readUInt8(offset), message.subarray(offset + 2, offset + 2 + length)));
    offset += 2 + length;
  }
  return [nameText(next.name), ...types].join(' ');
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

function libraryDecode(type: string, message: Buffer, start: number, end: number): unknown {
  const codec = codecs.record(type);
  const data = codec.decode(message, start - 2);
  if (codec.decode.bytes !== end - start + 2) throw new RangeError(`${type} data of a wrong length`);
  return data;
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
