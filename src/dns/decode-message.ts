import { readOpt, type EdnsReply } from './edns-reply.js';
import { nameText, readName } from './name.js';
import type { Question } from './question.js';
import { rdataText } from './rdata-text.js';
import { rrTypeText } from './rr-type.js';
import { HEADER_BYTES } from './walk-message.js';

export interface DnsMessage {
  readonly id: number;
  readonly isResponse: boolean;
  readonly opcode: number;
  /** All 12 bits: the header's four and the OPT record's eight. */
  readonly rcode: number;
  readonly flags: MessageFlags;
  readonly questions: readonly Question[];
  readonly answers: readonly RecordText[];
  readonly authorities: readonly RecordText[];
  /** Without the OPT record. */
  readonly additionals: readonly RecordText[];
  /** `null`: the message has no OPT record. */
  readonly edns: EdnsReply | null;
}

export interface MessageFlags {
  readonly aa: boolean;
  readonly tc: boolean;
  readonly rd: boolean;
  readonly ra: boolean;
  readonly ad: boolean;
  readonly cd: boolean;
}

/** A record in presentation form. */
export interface RecordText {
  readonly name: string;
  readonly type: string;
  readonly class: number;
  readonly ttlSeconds: number;
  readonly data: string;
}

const OPT = 41;

/**
 * Decodes a whole message (RFC 1035 §4); `null` if it is not one. Never throws.
 * Stricter than dns-packet, whose decoder drops the upper rcode bits, follows what a record holds
 * instead of its length, and accepts bytes behind the end.
 */
export function decodeMessage(bytes: Uint8Array): DnsMessage | null {
  if (bytes.length < HEADER_BYTES) return null;
  const message = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const questions = readList(message, HEADER_BYTES, message.readUInt16BE(4), readQuestion);
  const sections = questions === null ? null : readSections(message, questions.end);
  if (questions === null || sections === null) return null;
  return assemble(message, questions.items, sections);
}

interface Sections {
  readonly answers: readonly RawRecord[];
  readonly authorities: readonly RawRecord[];
  readonly additionals: readonly RawRecord[];
}

interface RawRecord {
  readonly name: string;
  readonly type: number;
  readonly class: number;
  readonly ttl: number;
  readonly data: string;
  readonly opt: EdnsReply | null;
}

interface Read<T> {
  readonly value: T;
  readonly end: number;
}

type Reader<T> = (message: Buffer, offset: number) => Read<T> | null;

/** The three sections of records; `null` unless they fill the message to its end. */
function readSections(message: Buffer, start: number): Sections | null {
  const lists: (readonly RawRecord[])[] = [];
  let end = start;
  for (const countAt of [6, 8, 10]) {
    const list = readList(message, end, message.readUInt16BE(countAt), readRecord);
    if (list === null) return null;
    lists.push(list.items);
    end = list.end;
  }
  const [answers = [], authorities = [], additionals = []] = lists;
  // RFC 6891 §6.1.1: at most one OPT record, in the additional section.
  const misplaced = [...answers, ...authorities].some((record) => record.type === OPT);
  const opts = additionals.filter((record) => record.type === OPT).length;
  return end !== message.length || misplaced || opts > 1 ? null : { answers, authorities, additionals };
}

function assemble(message: Buffer, questions: readonly Question[], sections: Sections): DnsMessage {
  const { answers, authorities, additionals } = sections;
  const flags = message.readUInt16BE(2);
  const opt = additionals.find((record) => record.type === OPT);
  // RFC 6891 §6.1.3: the OPT record's TTL begins with the upper 8 bits of the rcode.
  const upperRcode = opt === undefined ? 0 : opt.ttl >>> 24;
  return {
    id: message.readUInt16BE(0),
    isResponse: (flags & 0x8000) !== 0,
    opcode: (flags >> 11) & 0xf,
    rcode: (upperRcode << 4) | (flags & 0xf),
    flags: flagsOf(flags),
    questions,
    answers: answers.map(recordText),
    authorities: authorities.map(recordText),
    additionals: additionals.filter((record) => record !== opt).map(recordText),
    edns: opt?.opt ?? null,
  };
}

export function flagsOf(bits: number): MessageFlags {
  return {
    aa: (bits & 0x0400) !== 0,
    tc: (bits & 0x0200) !== 0,
    rd: (bits & 0x0100) !== 0,
    ra: (bits & 0x0080) !== 0,
    ad: (bits & 0x0020) !== 0,
    cd: (bits & 0x0010) !== 0,
  };
}

function recordText(record: RawRecord): RecordText {
  const { name, type, data } = record;
  return { name, type: rrTypeText(type), class: record.class, ttlSeconds: record.ttl, data };
}

function readList<T>(
  message: Buffer,
  start: number,
  count: number,
  read: Reader<T>,
): { readonly items: readonly T[]; readonly end: number } | null {
  const items: T[] = [];
  let end = start;
  for (let i = 0; i < count; i++) {
    const item = read(message, end);
    if (item === null) return null;
    items.push(item.value);
    end = item.end;
  }
  return { items, end };
}

function readQuestion(message: Buffer, offset: number): Read<Question> | null {
  const read = readName(message, offset);
  // A question cannot be compressed: nothing but the header stands before it.
  const isWhole = read !== null && read.end - offset === read.name.length && read.end + 4 <= message.length;
  if (!isWhole) return null;
  const type = message.readUInt16BE(read.end);
  return { value: { name: read.name, type, class: message.readUInt16BE(read.end + 2) }, end: read.end + 4 };
}

function readRecord(message: Buffer, offset: number): Read<RawRecord> | null {
  const owner = readName(message, offset);
  if (owner === null || owner.end + 10 > message.length) return null;
  const type = message.readUInt16BE(owner.end);
  const start = owner.end + 10;
  const end = start + message.readUInt16BE(owner.end + 8);
  if (end > message.length) return null;
  const isOpt = type === OPT;
  const opt = isOpt && owner.end === offset + 1 ? readOpt(message, start, end).whole : null;
  const data = isOpt ? '' : rdataText(message, type, start, end);
  if (data === null || (isOpt && opt === null)) return null;
  const value = {
    name: nameText(owner.name),
    type,
    class: message.readUInt16BE(owner.end + 2),
    ttl: message.readUInt32BE(owner.end + 4),
    data,
    opt,
  };
  return { value, end };
}
