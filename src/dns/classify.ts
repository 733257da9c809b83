import type { Outcome } from '../domain/outcome.js';
import type { Expectation } from '../domain/probe-definition.js';
import { decodeMessage, HEADER_BYTES, readQuestion } from './decode-message.js';
import { unmetKey, type CompiledExpectation } from './expectation.js';
import { sameQuestion, type Question } from './question.js';
import { rcodeText } from './rcode.js';

/** What a reply must repeat. */
export interface SentQuery {
  readonly id: number;
  readonly question: Question;
}

export interface ReplyTransport {
  readonly transport: 'udp' | 'tcp';
  /** A truncated UDP reply is not judged: the attempt asks again over TCP. */
  readonly followTruncation: boolean;
}

export type ReplyOutcome = Extract<Outcome, 'answered' | 'wrong_rcode' | 'wrong_answer' | 'malformed'>;

export type Verdict =
  /** A datagram that is no reply to this query: suspicious; the wait goes on. */
  | { readonly kind: 'ignore' }
  /** Ask again over TCP (RFC 7766 §5). */
  | { readonly kind: 'truncated' }
  | {
      readonly kind: 'reply';
      readonly outcome: ReplyOutcome;
      /** The full rcode's name; `null` for what is not a message. */
      readonly rcode: string | null;
      /** The key of `expect` that failed, of a `wrong_answer`. */
      readonly unmet: keyof Expectation | null;
    };

const IGNORE: Verdict = { kind: 'ignore' };
const TRUNCATED: Verdict = { kind: 'truncated' };
const MALFORMED: Verdict = { kind: 'reply', outcome: 'malformed', rcode: null, unmet: null };

/**
 * Judges bytes that came from the resolver's address. Never throws, whatever they are.
 *
 * - Shorter than a header: malformed.
 * - Not a response, another id or question: over UDP anybody may have sent it, so it is ignored;
 *   over TCP it is malformed.
 * - Without any question, but the right id and an rcode other than NOERROR: a reply with that rcode.
 *   Servers that could not read the question (FORMERR, NOTIMP) leave it out.
 * - Id and question right, the rest not a message, or bytes behind its end: malformed.
 * - Then the rcode is judged, then every other expectation.
 */
export function classify(
  bytes: Uint8Array,
  sent: SentQuery,
  expectation: CompiledExpectation,
  facts: ReplyTransport,
): Verdict {
  if (bytes.length < HEADER_BYTES) return MALFORMED;
  const message = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const mismatch = facts.transport === 'udp' ? IGNORE : MALFORMED;
  if (!repliesToId(message, sent.id)) return mismatch;
  const questions = message.readUInt16BE(4);
  if (questions === 0) return judgeWithoutQuestion(message, expectation) ?? mismatch;
  const question = readQuestion(message, HEADER_BYTES);
  if (question === null || !sameQuestion(question.value, sent.question)) return mismatch;
  if (facts.transport === 'udp' && facts.followTruncation && isTruncated(message)) return TRUNCATED;
  // RFC 9619: a message with opcode QUERY has at most one question.
  return questions > 1 ? MALFORMED : judge(message, expectation);
}

/** A response, opcode QUERY, with this id. */
function repliesToId(message: Buffer, id: number): boolean {
  return message.readUInt16BE(0) === id && (message.readUInt8(2) & 0xf8) === 0x80;
}

function isTruncated(message: Buffer): boolean {
  return (message.readUInt8(2) & 0x02) !== 0;
}

function judgeWithoutQuestion(bytes: Buffer, expectation: CompiledExpectation): Verdict | null {
  const message = decodeMessage(bytes);
  return message === null || message.rcode === 0 ? null : judge(bytes, expectation);
}

function judge(bytes: Buffer, expectation: CompiledExpectation): Verdict {
  const message = decodeMessage(bytes);
  if (message === null) return MALFORMED;
  const rcode = rcodeText(message.rcode);
  if (!expectation.rcodes.has(message.rcode)) return { kind: 'reply', outcome: 'wrong_rcode', rcode, unmet: null };
  const unmet = unmetKey(message, expectation);
  return { kind: 'reply', outcome: unmet === null ? 'answered' : 'wrong_answer', rcode, unmet };
}
