import { decodeMessage } from '../../dns/decode-message.js';
import { HEADER_BYTES } from '../../dns/walk-message.js';
import type { AttemptEnd } from '../attempt.js';

/** Replies with which a client does not content itself, unless they are expected. */
const REFUSALS: ReadonlySet<string | null> = new Set(['SERVFAIL', 'REFUSED', 'NOTIMP']);

/** Whether a client goes on to the next resolver after this end of a query; glibc, resolv/res_send.c, `send_dg`. */
export function isPassedOver(end: AttemptEnd): boolean {
  switch (end.outcome) {
    case 'timeout':
    case 'network_error':
    case 'tls_error':
    case 'http_error':
    case 'prober_error':
      return true;
    case 'wrong_rcode':
      return REFUSALS.has(end.rcode) || isLame(end);
    case 'answered':
    case 'wrong_answer':
      return isLame(end);
    case 'malformed':
      // The header is all that a client looks at before it takes a reply for the answer.
      return end.reply !== null && end.reply.length < HEADER_BYTES;
    default:
      return end.outcome satisfies never;
  }
}

/**
 * NOERROR that tells nothing, from somebody who is neither an authority nor recurses. Records of the
 * authority section (a referral) make no difference, and the OPT record is an answer to ours, which
 * the stub of a client does not send.
 */
export function isLame({ rcode, reply }: AttemptEnd): boolean {
  const message = rcode === 'NOERROR' && reply !== null ? decodeMessage(reply) : null;
  if (message === null) return false;
  const { flags, answers, additionals } = message;
  return !flags.aa && !flags.ra && answers.length === 0 && additionals.length === 0;
}
