import type { Expectation } from '../domain/probe-definition.js';
import { decodeMessage, type DnsMessage } from './decode-message.js';
import { describeRewriting, describeUnmet } from './describe-unmet.js';
import { unmetKey, type CompiledExpectation } from './expectation.js';
import { repetitionOf, type AskedQuestion, type Repetition } from './question.js';
import { rcodeText } from './rcode.js';
import { IGNORE, MALFORMED, rcodeVerdict, TRUNCATED, type ReplyVerdict, type Verdict } from './verdict.js';
import { HEADER_BYTES, MessageWalk, uint16 } from './walk-message.js';

/** What a reply must repeat. */
export interface SentQuery {
  readonly id: number;
  readonly question: AskedQuestion;
}

export interface ReplyTransport {
  /** `tcp` stands for every stream: TCP, DoT, DoH. */
  readonly transport: 'udp' | 'tcp';
  /** A truncated UDP reply is not judged: the attempt asks again over TCP. */
  readonly followTruncation: boolean;
}

const RRSIG = 46;

/** The receive path allocates nothing per reply: one walk serves them all, and verdicts are shared. */
const walk = new MessageWalk();

/**
 * Judges bytes that came from the resolver's address. Never throws, whatever they are.
 *
 * - Shorter than a header: malformed.
 * - Not a response, another id or question (of a mixed-case query, also in another case), or another
 *   client cookie: over UDP anybody may have sent it, so it is ignored; over TCP it is malformed.
 * - Without any question, but the right id and an rcode other than NOERROR: a reply with that rcode.
 *   Servers that could not read the question (FORMERR, NOTIMP) leave it out.
 * - Id and question right, the rest not a message, or bytes behind its end: malformed.
 * - Then the rcode is judged, then every other expectation. Over TCP one of them is that TC is clear, unless
 *   something else is expected of it: the message is incomplete (RFC 2181 §9), and nowhere is more of it to be had.
 *
 * Records are decoded only where an expectation needs them, or to tell what was wrong.
 */
export function classify(
  bytes: Uint8Array,
  sent: SentQuery,
  expectation: CompiledExpectation,
  facts: ReplyTransport,
): Verdict {
  if (bytes.length < HEADER_BYTES) return MALFORMED.short;
  if (!repliesToId(bytes, sent.id)) return mismatch(facts, MALFORMED.id);
  const questions = uint16(bytes, 4);
  if (questions === 0) return judgeWithoutQuestion(bytes, sent, expectation, facts);
  const wrong = wrongQuestion(repetitionOf(bytes, sent.question), sent.question);
  if (wrong !== null) return mismatch(facts, wrong);
  const isWhole = walk.read(bytes);
  if (isWhole && !repeatsCookie(bytes, sent.question.clientCookie)) return mismatch(facts, MALFORMED.cookie);
  if (facts.transport === 'udp' && facts.followTruncation && isTruncated(bytes)) return TRUNCATED;
  // RFC 9619: a message with opcode QUERY has at most one question.
  if (questions > 1) return MALFORMED.questions;
  return isWhole ? judge(bytes, expectation, facts, sent.question.type === RRSIG) : MALFORMED.rest;
}

/** A response, opcode QUERY, with this id. */
function repliesToId(message: Uint8Array, id: number): boolean {
  return uint16(message, 0) === id && ((message[2] ?? 0) & 0xf8) === 0x80;
}

function isTruncated(message: Uint8Array): boolean {
  return ((message[2] ?? 0) & 0x02) !== 0;
}

function mismatch({ transport }: ReplyTransport, verdict: ReplyVerdict): Verdict {
  return transport === 'udp' ? IGNORE : verdict;
}

function wrongQuestion(repetition: Repetition, asked: AskedQuestion): ReplyVerdict | null {
  if (repetition === 'none') return MALFORMED.question;
  return repetition === 'other-case' && asked.isMixedCase ? MALFORMED.letterCase : null;
}

/** Resolvers without cookies send none back; one that is not ours answers somebody else (RFC 7873 §5.3). */
function repeatsCookie(message: Uint8Array, clientCookie: Uint8Array | null): boolean {
  const { cookieAt } = walk;
  if (clientCookie === null || cookieAt < 0) return true;
  if (!isCookieLength(walk.cookieLength)) return false;
  for (let i = 0; i < clientCookie.length; i++) if (message[cookieAt + i] !== clientCookie[i]) return false;
  return true;
}

/** RFC 7873 §4: 8 bytes of the client's, or these and 8 to 32 of the server's. */
function isCookieLength(length: number): boolean {
  return length === 8 || (length >= 16 && length <= 40);
}

function judgeWithoutQuestion(
  bytes: Uint8Array,
  sent: SentQuery,
  expectation: CompiledExpectation,
  facts: ReplyTransport,
): Verdict {
  const isWhole = walk.read(bytes);
  if (!isWhole || walk.rcode === 0) return mismatch(facts, MALFORMED.question);
  if (!repeatsCookie(bytes, sent.question.clientCookie)) return mismatch(facts, MALFORMED.cookie);
  return judge(bytes, expectation, facts, false);
}

/** Judges the message just walked. */
function judge(
  bytes: Uint8Array,
  expectation: CompiledExpectation,
  { transport }: ReplyTransport,
  wantsSignatures: boolean,
): Verdict {
  const { rcode } = walk;
  if (!expectation.rcodes.has(rcode)) return wrongRcode(bytes, rcode, expectation);
  if (transport === 'tcp' && isTruncated(bytes) && !expectation.decidesOnTruncation) return truncatedVerdict(bytes);
  const answers = walk.answers - (wantsSignatures ? 0 : walk.signatures);
  const isMetByHeader =
    answers >= expectation.minAnswers && (uint16(bytes, 2) & expectation.flagMask) === expectation.flagBits;
  if (isMetByHeader && !expectation.needsRecords) return rcodeVerdict('answered', rcode);
  return judgeRecords(bytes, rcode, expectation);
}

function truncatedVerdict(bytes: Uint8Array): Verdict {
  const message = decodeMessage(bytes);
  return message === null ? MALFORMED.rest : wrongAnswer(message, UNTRUNCATED, 'flags');
}

function judgeRecords(bytes: Uint8Array, rcode: number, expectation: CompiledExpectation): Verdict {
  const message = decodeMessage(bytes);
  if (message === null) return MALFORMED.rest;
  const unmet = unmetKey(message, expectation);
  return unmet === null ? rcodeVerdict('answered', rcode) : wrongAnswer(message, expectation.source, unmet);
}

function wrongAnswer(message: DnsMessage, expect: Expectation, unmet: keyof Expectation): Verdict {
  const detail = describeUnmet(message, expect, unmet);
  return { kind: 'reply', outcome: 'wrong_answer', rcode: rcodeText(message.rcode), unmet, detail };
}

/** What is expected over a stream of TC, where nothing is said of it. */
const UNTRUNCATED: Expectation = { rcode: [], flags: { tc: false } };

function wrongRcode(bytes: Uint8Array, rcode: number, { rcodes }: CompiledExpectation): Verdict {
  const verdict = rcodeVerdict('wrong_rcode', rcode);
  const [NOERROR, NXDOMAIN] = [0, 3];
  if (rcode !== NOERROR || !rcodes.has(NXDOMAIN)) return verdict;
  const message = decodeMessage(bytes);
  const detail = message && describeRewriting(message);
  return detail === null ? verdict : { ...verdict, detail };
}
