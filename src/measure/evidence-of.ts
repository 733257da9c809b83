import type { MessageFlags } from '../dns/decode-message.js';
import { nameText } from '../dns/name.js';
import { rcodeText } from '../dns/rcode.js';
import { summarizeReply } from '../dns/reply-summary.js';
import { rrTypeText } from '../dns/rr-type.js';
import { formatEndpoint } from '../domain/endpoint.js';
import {
  type FailureEvidence,
  MAX_REPLY_BYTES,
  type ReplyEvidence,
  type StubStep,
} from '../domain/failure-evidence.js';
import type { Series } from '../domain/series.js';
import type { AttemptEnd, AttemptRequest } from './attempt.js';

/** What was asked, of whom, and when. Milliseconds since the epoch. */
export interface AskedAttempt {
  readonly series: Series;
  readonly scheduledAtMs: number;
  readonly sentAtMs: number | null;
  readonly request: AttemptRequest;
  readonly steps: readonly StubStep[] | null;
}

/** Everything known of an attempt that was not answered. */
export function evidenceOf(asked: AskedAttempt, end: AttemptEnd): FailureEvidence {
  const { series, scheduledAtMs, sentAtMs, request, steps } = asked;
  const { route, query } = request;
  return {
    series,
    outcome: end.outcome,
    scheduledAtMs,
    sentAtMs,
    rttUs: end.rttUs,
    transport: route.transport,
    peer: formatEndpoint(route.endpoint.address, route.endpoint.port),
    localPort: end.localPort,
    phase: end.stream?.failedIn ?? null,
    qname: nameText(query.question.name),
    qtype: rrTypeText(query.question.type),
    detail: end.detail,
    reply: end.reply === null ? null : replyEvidence(end.reply),
    bytes: end.reply === null ? null : copyOf(end.reply.subarray(0, MAX_REPLY_BYTES)),
    byteCount: end.reply?.length ?? null,
    steps,
  };
}

/** With memory of its own: a part of a Buffer takes all that it is a part of along to another thread. */
function copyOf(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}

/** Also of what is malformed: which of many machines sent it is worth knowing. */
function replyEvidence(bytes: Uint8Array): ReplyEvidence | null {
  const summary = summarizeReply(bytes);
  return (
    summary && {
      rcode: rcodeText(summary.rcode),
      flags: FLAGS.filter((flag) => summary.flags[flag]),
      answerCount: summary.answerCount,
      nsid: summary.edns?.nsid ?? null,
      ede: summary.edns?.ede ?? [],
    }
  );
}

const FLAGS: readonly (keyof MessageFlags)[] = ['aa', 'tc', 'rd', 'ra', 'ad', 'cd'];
