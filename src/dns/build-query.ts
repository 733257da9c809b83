import { DnsError } from './errors.js';
import { encodeName } from './name.js';
import type { Question } from './question.js';
import { rrClassOf, rrTypeOf } from './rr-type.js';

/** What to ask; the names of types and classes are mnemonics. */
export interface QueryContent {
  readonly qname: string;
  readonly qtype: string;
  readonly qclass: string;
  readonly rd: boolean;
  readonly cd: boolean;
  readonly edns: { readonly udpSize: number; readonly do: boolean; readonly nsid: boolean };
}

/** A query as it is sent, and what its reply must repeat. */
export interface BuiltQuery {
  readonly id: number;
  readonly question: Question;
  readonly bytes: Uint8Array;
}

const OPT = 41;
const NSID = 3;
const HEADER_BYTES = 12;
const RD = 0x0100;
const CD = 0x0010;
const DO = 0x8000;

/**
 * A query with EDNS(0) (RFC 6891). `id` is 16 random bits: anybody who guesses it can forge a reply.
 * Throws `DnsError` `QUERY_INVALID` for a name, type or class that cannot be asked for.
 *
 * Written by hand, because dns-packet's encoder cuts labels at dots, checks no lengths and knows no HTTPS.
 */
export function buildQuery(content: QueryContent, id: number): BuiltQuery {
  const question = questionOf(content);
  const optionBytes = content.edns.nsid ? 4 : 0;
  const bytes = new Uint8Array(HEADER_BYTES + question.name.length + 4 + 11 + optionBytes);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, id);
  view.setUint16(2, (content.rd ? RD : 0) | (content.cd ? CD : 0));
  view.setUint16(4, 1);
  view.setUint16(10, 1);
  bytes.set(question.name, HEADER_BYTES);
  let offset = HEADER_BYTES + question.name.length;
  view.setUint16(offset, question.type);
  view.setUint16(offset + 2, question.class);
  offset += 5; // the OPT record's owner is the root: one zero byte
  view.setUint16(offset, OPT);
  view.setUint16(offset + 2, content.edns.udpSize);
  view.setUint16(offset + 6, content.edns.do ? DO : 0);
  view.setUint16(offset + 8, optionBytes);
  if (content.edns.nsid) view.setUint16(offset + 10, NSID); // RFC 5001 §2.1: sent empty
  return { id, question, bytes };
}

function questionOf(content: QueryContent): Question {
  const type = rrTypeOf(content.qtype);
  if (type === null || type === OPT) throw invalid('type', content.qtype, 'a record type such as A, or TYPE123');
  const qclass = rrClassOf(content.qclass);
  if (qclass === null) throw invalid('class', content.qclass, 'IN, CH, HS, ANY, or CLASS123');
  return { name: encodeName(content.qname), type, class: qclass };
}

function invalid(what: string, found: string, required: string): DnsError {
  return new DnsError(
    'QUERY_INVALID',
    `build a query: its ${what} must be ${required}; found ${JSON.stringify(found)}`,
  );
}
