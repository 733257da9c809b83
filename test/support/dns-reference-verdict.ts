import type { ReplyTransport, SentQuery } from '../../src/dns/classify.js';
import { decodeMessage } from '../../src/dns/decode-message.js';
import { unmetKey, type CompiledExpectation } from '../../src/dns/expectation.js';
import { readName } from '../../src/dns/name.js';
import type { Question } from '../../src/dns/question.js';
import { rcodeText } from '../../src/dns/rcode.js';

/** What `classify` must say, details aside, in the plainest way: decode everything, then look. Cookies are not understood. */
export function referenceVerdict(
  bytes: Buffer,
  sent: SentQuery,
  expectation: CompiledExpectation,
  { transport, followTruncation }: ReplyTransport,
): readonly (string | null)[] {
  const malformed = ['malformed', null, null];
  const mismatch = transport === 'udp' ? ['ignore'] : malformed;
  if (bytes.length < 12) return malformed;
  const isReply = (bytes.readUInt8(2) & 0x80) !== 0 && (bytes.readUInt8(2) & 0x78) === 0;
  if (!isReply || bytes.readUInt16BE(0) !== sent.id) return mismatch;
  const message = decodeMessage(bytes);
  const questions = bytes.readUInt16BE(4);
  if (questions === 0) {
    if (message === null || message.rcode === 0) return mismatch;
  } else {
    if (!isRepeated(questionOf(bytes), sent)) return mismatch;
    if (transport === 'udp' && followTruncation && (bytes.readUInt8(2) & 2) !== 0) return ['truncated'];
    if (questions > 1 || message === null) return malformed;
  }
  if (!expectation.rcodes.has(message.rcode)) return ['wrong_rcode', rcodeText(message.rcode), null];
  const isCut = transport === 'tcp' && message.flags.tc && expectation.source.flags?.tc === undefined;
  const unmet = isCut ? 'flags' : unmetKey(message, expectation);
  return [unmet === null ? 'answered' : 'wrong_answer', rcodeText(message.rcode), unmet];
}

function questionOf(bytes: Buffer): Question | null {
  const read = readName(bytes, 12);
  if (read?.end !== 12 + (read?.name.length ?? 0) || read.end + 4 > bytes.length) return null;
  return { name: read.name, type: bytes.readUInt16BE(read.end), class: bytes.readUInt16BE(read.end + 2) };
}

function isRepeated(question: Question | null, { question: asked }: SentQuery): boolean {
  if (question?.type !== asked.type || question.class !== asked.class) return false;
  const [came, sent] = [question.name, asked.name].map((name) => Buffer.from(name).toString('latin1'));
  return asked.isMixedCase ? came === sent : lower(came!) === lower(sent!);
}

/** ASCII letters only; in Latin-1 `toLowerCase` would take others along. */
function lower(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}
