import { classify } from '../../../dns/classify.js';
import { MALFORMED, type ReplyVerdict, type Verdict } from '../../../dns/verdict.js';
import type { AttemptRequest, EndDetails } from '../../attempt.js';
import type { Answer } from './carrier.js';

/** What a message means for the attempt that asked for it. */
export interface StreamReply {
  readonly outcome: ReplyVerdict['outcome'];
  readonly details: EndDetails;
}

/** Judges what came as the reply to an attempt's query. */
export function judgeStreamReply(request: AttemptRequest, { bytes, id }: Answer & { kind: 'message' }): StreamReply {
  const { expectation, query, keepsReply } = request;
  const verdict = classify(bytes, { id, question: query.question }, expectation, OVER_STREAM);
  const { outcome, rcode, detail } = asReply(verdict);
  const reply = outcome !== 'answered' || keepsReply ? copyOf(bytes) : null;
  return { outcome, details: { rcode, detail, reply } };
}

/** Bytes that are no message. */
export function brokenReply({ bytes, detail }: Answer & { kind: 'broken' }): StreamReply {
  return { outcome: 'malformed', details: { detail, reply: bytes && copyOf(bytes) } };
}

const OVER_STREAM = { transport: 'tcp', followTruncation: false } as const;

/** Over a stream every message is a reply: there is no stranger to ignore and nothing to ask again. */
function asReply(verdict: Verdict): ReplyVerdict {
  return verdict.kind === 'reply' ? verdict : MALFORMED.rest;
}

/** Of what was read at once a reply may be a small part, and would keep all of it. */
function copyOf(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}
