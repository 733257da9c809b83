import { flagsOf, type MessageFlags } from './decode-message.js';
import { readOpt, type EdnsReply } from './edns-reply.js';
import { nameEnd } from './name-end.js';
import { HEADER_BYTES, uint16 } from './walk-message.js';

/** What bytes say as far as they can be read. */
export interface ReplySummary {
  /** All 12 bits; the header's four where the OPT record cannot be reached. */
  readonly rcode: number;
  readonly flags: MessageFlags;
  /** Records of the answer section that are there, whatever the header counts. */
  readonly answerCount: number;
  readonly edns: EdnsReply | null;
}

const OPT = 41;
const RECORD_HEAD_BYTES = 10;

/**
 * Reads the header, and passes over records up to the first OPT or the first that is cut. Of a message
 * that `decodeMessage` takes it says the same; of others, what there is: enough to name who sent
 * them. `null` for less than a header. Never throws.
 */
export function summarizeReply(bytes: Uint8Array): ReplySummary | null {
  if (bytes.length < HEADER_BYTES) return null;
  const message = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const { answerCount, optAt } = passRecords(message);
  const flags = uint16(message, 2);
  const dataAt = optAt + RECORD_HEAD_BYTES;
  const end = Math.min(message.length, dataAt + uint16(message, optAt + 8));
  const hasOpt = optAt >= 0 && dataAt <= message.length;
  const upperRcode = hasOpt ? (message[optAt + 4] ?? 0) : 0;
  return {
    rcode: (upperRcode << 4) | (flags & 0xf),
    flags: flagsOf(flags),
    answerCount,
    edns: hasOpt ? readOpt(message, dataAt, end).partial : null,
  };
}

/** `optAt`: where the type of the first OPT record stands; -1 if none can be reached. */
function passRecords(message: Buffer): { readonly answerCount: number; readonly optAt: number } {
  const [answers, authorities, additionals] = [uint16(message, 6), uint16(message, 8), uint16(message, 10)];
  let offset = questionsEnd(message);
  let answerCount = 0;
  for (let passed = 0; passed < answers + authorities + additionals; passed++) {
    const typeAt = offset < 0 ? -1 : nameEnd(message, offset);
    if (typeAt < 0 || typeAt + RECORD_HEAD_BYTES > message.length) break;
    if (uint16(message, typeAt) === OPT) return { answerCount, optAt: typeAt };
    offset = typeAt + RECORD_HEAD_BYTES + uint16(message, typeAt + 8);
    if (offset > message.length) break;
    if (passed < answers) answerCount++;
  }
  return { answerCount, optAt: -1 };
}

function questionsEnd(message: Buffer): number {
  let offset = HEADER_BYTES;
  for (let left = uint16(message, 4); left > 0 && offset >= 0; left--) {
    const end = nameEnd(message, offset);
    offset = end < 0 ? -1 : end + 4;
  }
  return offset;
}
