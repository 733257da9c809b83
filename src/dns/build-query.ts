import { encodeOptions, type EdnsOptions } from './edns-options.js';
import { DnsError } from './errors.js';
import { mixCase } from './mixed-case.js';
import { encodeName } from './name.js';
import type { AskedQuestion } from './question.js';
import { rrClassOf, rrTypeOf } from './rr-type.js';

/** What to ask; the names of types and classes are mnemonics. */
export interface QueryContent {
  readonly qname: string;
  readonly qtype: string;
  readonly qclass: string;
  readonly rd: boolean;
  readonly cd: boolean;
  readonly edns: EdnsOptions & { readonly udpSize: number; readonly do: boolean };
}

/** What differs between one attempt with a query and the next. */
export interface Variation {
  /** A random bit for each byte of the name: letters are sent in random case; `null`: as they are written. */
  readonly caseBits: Uint8Array | null;
  /** COOKIE option to send: 8 bytes of ours, then what the resolver gave us before, if anything (RFC 7873 §4); `null`: none. */
  readonly cookie: Uint8Array | null;
}

/** A query as it is sent, and what its reply must repeat. */
export interface BuiltQuery {
  readonly id: number;
  readonly question: AskedQuestion;
  readonly bytes: Uint8Array;
}

export const CLIENT_COOKIE_BYTES = 8;
const OPT = 41;
const HEADER_BYTES = 12;
/** Type and class behind the name; an OPT record without options. */
const QUESTION_TAIL_BYTES = 4;
const OPT_BYTES = 11;
const RD = 0x0100;
const CD = 0x0010;
const DO = 0x8000;
const UNVARIED: Variation = { caseBits: null, cookie: null };

/**
 * A query with EDNS(0) (RFC 6891). `id` is 16 random bits: anybody who guesses it can forge a reply.
 * Throws `DnsError` `QUERY_INVALID` for a name, type, class or client subnet that cannot be asked for.
 *
 * Written by hand, because dns-packet's encoder cuts labels at dots, checks no lengths and knows no HTTPS.
 */
export function buildQuery(content: QueryContent, id: number, variation = UNVARIED): BuiltQuery {
  const question = questionOf(content, variation);
  const optAt = HEADER_BYTES + question.name.length + QUESTION_TAIL_BYTES;
  const options = encodeOptions(content.edns, variation.cookie, optAt + OPT_BYTES);
  const bytes = new Uint8Array(optAt + OPT_BYTES + options.length);
  const view = new DataView(bytes.buffer);
  writeHeader(view, id, (content.rd ? RD : 0) | (content.cd ? CD : 0));
  bytes.set(question.name, HEADER_BYTES);
  view.setUint16(optAt - 4, question.type);
  view.setUint16(optAt - 2, question.class);
  writeOpt(view, optAt, content.edns, options.length);
  bytes.set(options, optAt + OPT_BYTES);
  return { id, question, bytes };
}

function writeHeader(view: DataView, id: number, flags: number): void {
  view.setUint16(0, id);
  view.setUint16(2, flags);
  view.setUint16(4, 1);
  view.setUint16(10, 1);
}

/** The record's owner is the root: one zero byte. */
function writeOpt(view: DataView, at: number, edns: QueryContent['edns'], optionBytes: number): void {
  view.setUint16(at + 1, OPT);
  view.setUint16(at + 3, edns.udpSize);
  view.setUint16(at + 7, edns.do ? DO : 0);
  view.setUint16(at + 9, optionBytes);
}

function questionOf(content: QueryContent, { caseBits, cookie }: Variation): AskedQuestion {
  const type = rrTypeOf(content.qtype);
  if (type === null || type === OPT) throw invalid('type', content.qtype, 'a record type such as A, or TYPE123');
  const qclass = rrClassOf(content.qclass);
  if (qclass === null) throw invalid('class', content.qclass, 'IN, CH, HS, ANY, or CLASS123');
  const name = encodeName(content.qname);
  return {
    name: caseBits === null ? name : mixCase(name, caseBits),
    type,
    class: qclass,
    isMixedCase: caseBits !== null,
    clientCookie: cookie?.slice(0, CLIENT_COOKIE_BYTES) ?? null,
  };
}

function invalid(what: string, found: string, required: string): DnsError {
  return new DnsError(
    'QUERY_INVALID',
    `build a query: its ${what} must be ${required}; found ${JSON.stringify(found)}`,
  );
}
