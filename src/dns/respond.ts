import { decode, encode, type Answer, type DecodedPacket, type Packet } from 'dns-packet';

/** A query as a responder sees it. */
export interface ReceivedQuery {
  readonly id: number;
  /** The 16 bits after the id (RFC 1035 §4.1.1). */
  readonly flags: number;
  readonly opcode: number;
  /** Lower case, without the final dot; the root is `.`. A label that holds a dot cannot be told from two labels. */
  readonly qname: string;
  /** A mnemonic (`A`), or `UNKNOWN_n`. */
  readonly qtype: string;
  readonly qclass: string;
  /** Name, type and class exactly as they came: a reply repeats them, 0x20 case included. */
  readonly question: Uint8Array;
  readonly edns: ReceivedEdns | null;
}

export interface ReceivedEdns {
  readonly version: number;
  /** The UDP payload the client can take, in bytes. */
  readonly udpSize: number;
  readonly dnssecOk: boolean;
  readonly wantsNsid: boolean;
}

export interface ResponseContent {
  /** All 12 bits; above 15 only for queries with EDNS. */
  readonly rcode: number;
  readonly authoritative?: boolean;
  readonly truncated?: boolean;
  readonly authenticData?: boolean;
  /** Encoded records, as `encodeRecord` makes them. */
  readonly answers: readonly Uint8Array[];
  readonly authorities: readonly Uint8Array[];
  /** Text of the NSID option, sent to those who asked for it. */
  readonly nsid?: string;
}

/** A record in presentation form; `data` is what stands behind the type in a zone file. */
export interface PresentedRecord {
  readonly name: string;
  readonly type: RecordType;
  readonly ttlSeconds: number;
  readonly data: string;
}

export const RECORD_TYPES = ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'PTR', 'SOA', 'TXT'] as const;
export type RecordType = (typeof RECORD_TYPES)[number];

/** The payload we announce and never exceed over UDP: it fits every path without fragments. */
export const RESPONDER_UDP_SIZE = 1232;

const HEADER_BYTES = 12;
const OPT_NSID = 3;

/** Reads a query with exactly one question; `null` for anything else: a reply, garbage, a truncated message. Never throws. */
export function decodeQuery(bytes: Uint8Array): ReceivedQuery | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = questionEnd(buffer);
  if (end === null) return null;
  const packet = decodePacket(buffer);
  const question = packet?.questions?.[0];
  if (packet === null || question === undefined) return null;
  const flags = buffer.readUInt16BE(2);
  return {
    id: buffer.readUInt16BE(0),
    flags,
    opcode: (flags >> 11) & 0xf,
    qname: question.name.toLowerCase(),
    qtype: question.type,
    qclass: question.class ?? 'IN',
    question: Uint8Array.prototype.slice.call(buffer, HEADER_BYTES, end),
    edns: readEdns(packet),
  };
}

/** The reply to a query: its id, its question byte for byte, and EDNS if the query had it (RFC 6891 §7). */
export function encodeResponse(query: ReceivedQuery, content: ResponseContent): Buffer {
  const opt = query.edns === null ? [] : [encodeOpt(query.edns, content)];
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt16BE(query.id, 0);
  header.writeUInt16BE(responseFlags(query, content), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(content.answers.length, 6);
  header.writeUInt16BE(content.authorities.length, 8);
  header.writeUInt16BE(opt.length, 10);
  return Buffer.concat([header, query.question, ...content.answers, ...content.authorities, ...opt]);
}

/** Wire form of a record, its names uncompressed. Throws `RangeError` that says what the name and data must be. */
export function encodeRecord(record: PresentedRecord): Uint8Array {
  requireName(record.name, 'the name');
  return encodeOne(answerOf(record, record.name));
}

/**
 * Wire form of a record owned by the name that was asked for, as a pointer to the question
 * (RFC 1035 §4.1.4): whatever bytes that name has. Throws `RangeError` for wrong data.
 */
export function encodeQuestionRecord(record: Omit<PresentedRecord, 'name'>): Uint8Array {
  const ownedByRoot = encodeOne(answerOf(record, '.'));
  return Uint8Array.from([0xc0, HEADER_BYTES, ...ownedByRoot.subarray(1)]);
}

/** How many bytes a UDP reply to this query may have (RFC 6891 §6.2.3: less than 512 means 512). */
export function udpReplyLimit(query: ReceivedQuery): number {
  return query.edns === null ? 512 : Math.max(512, Math.min(query.edns.udpSize, RESPONDER_UDP_SIZE));
}

function decodePacket(buffer: Buffer): DecodedPacket | null {
  try {
    return decode(buffer);
  } catch {
    return null;
  }
}

/** Where the only question of a query ends; `null` if this is not a query or has not exactly one. */
function questionEnd(buffer: Buffer): number | null {
  if (buffer.length < HEADER_BYTES || buffer.readUInt16BE(2) >= 0x8000 || buffer.readUInt16BE(4) !== 1) return null;
  let offset = HEADER_BYTES;
  for (;;) {
    const length = buffer[offset];
    // A question cannot be compressed: nothing stands before it.
    if (length === undefined || length > 63) return null;
    offset += 1 + length;
    if (length === 0) break;
  }
  return offset + 4 <= buffer.length ? offset + 4 : null;
}

function readEdns(packet: DecodedPacket): ReceivedEdns | null {
  const opt = packet.additionals?.find((record) => record.type === 'OPT');
  if (opt === undefined) return null;
  return {
    version: opt.ednsVersion,
    udpSize: opt.udpPayloadSize,
    dnssecOk: opt.flag_do,
    wantsNsid: opt.options.some((option) => (option.code as number) === OPT_NSID),
  };
}

function responseFlags(query: ReceivedQuery, content: ResponseContent): number {
  const copied = query.flags & 0x7910; // opcode, RD and CD
  return (
    0x8080 | // QR and RA
    copied |
    (content.authoritative === true ? 0x0400 : 0) |
    (content.truncated === true ? 0x0200 : 0) |
    (content.authenticData === true ? 0x0020 : 0) |
    (content.rcode & 0xf)
  );
}

function encodeOpt(edns: ReceivedEdns, content: ResponseContent): Uint8Array {
  const nsid =
    edns.wantsNsid && content.nsid !== undefined ? [{ code: OPT_NSID, data: Buffer.from(content.nsid) }] : [];
  return encodeOne({
    name: '.',
    type: 'OPT',
    udpPayloadSize: RESPONDER_UDP_SIZE,
    // RFC 6891 §6.1.3: OPT carries the upper 8 bits of the rcode.
    extendedRcode: content.rcode >> 4,
    ednsVersion: 0,
    flags: edns.dnssecOk ? 0x8000 : 0,
    options: nsid,
  } as unknown as Answer);
}

/** dns-packet encodes whole messages only: a record is a message of one record less its header. */
function encodeOne(answer: Answer): Uint8Array {
  const packet: Packet = { type: 'response', answers: [answer] };
  return Uint8Array.prototype.slice.call(encode(packet), HEADER_BYTES);
}

function answerOf(record: Omit<PresentedRecord, 'name'>, name: string): Answer {
  return { name, type: record.type, class: 'IN', ttl: record.ttlSeconds, data: recordData(record) } as Answer;
}

function recordData(record: Omit<PresentedRecord, 'name'>): unknown {
  const { type, data } = record;
  switch (type) {
    case 'A':
    case 'AAAA':
      return data;
    case 'CNAME':
    case 'NS':
    case 'PTR':
      requireName(data, `the data of ${type}`);
      return data;
    case 'TXT':
      return textChunks(data);
    case 'MX':
      return mailExchange(data);
    case 'SOA':
      return startOfAuthority(data);
    default:
      return type satisfies never;
  }
}

/** RFC 1035 §3.3.14: a TXT is one or more strings of up to 255 bytes. */
function textChunks(text: string): Buffer[] {
  const bytes = Buffer.from(text);
  const chunks: Buffer[] = [];
  for (let offset = 0; offset < bytes.length; offset += 255) chunks.push(bytes.subarray(offset, offset + 255));
  return chunks.length === 0 ? [Buffer.alloc(0)] : chunks;
}

function mailExchange(data: string): { preference: number; exchange: string } {
  const match = /^(\d{1,5}) (\S+)$/.exec(data);
  const preference = Number(match?.[1]);
  if (match?.[2] === undefined || preference > 65_535) {
    throw new RangeError(`the data of MX must be "PREFERENCE NAME", found "${data}"`);
  }
  requireName(match[2], 'the name in MX');
  return { preference, exchange: match[2] };
}

function startOfAuthority(data: string): object {
  const [mname = '', rname = '', ...rest] = data.split(/\s+/);
  const numbers = rest.map(Number);
  const areUint32 = numbers.every((value) => Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff);
  if (numbers.length !== 5 || !areUint32) {
    throw new RangeError(
      `the data of SOA must be "MNAME RNAME SERIAL REFRESH RETRY EXPIRE MINIMUM" with whole numbers, found "${data}"`,
    );
  }
  requireName(mname, 'the first name in SOA');
  requireName(rname, 'the second name in SOA');
  const [serial, refresh, retry, expire, minimum] = numbers;
  return { mname, rname, serial, refresh, retry, expire, minimum };
}

/** RFC 1035 §2.3.4: labels of 1 to 63 bytes, 255 bytes in all. Escapes are not understood. */
function requireName(name: string, what: string): void {
  const labels = name.replace(/\.$/, '').split('.');
  const isName = labels.every((label) => /^[!-[\]-~]{1,63}$/.test(label)) && name.length <= 253;
  if (name !== '.' && !isName) {
    throw new RangeError(`${what} must be a domain name of labels of 1 to 63 ASCII characters, found "${name}"`);
  }
}
