import type { FailureEvidence, FailureLoss } from '../../domain/failure-evidence.js';

/** What is kept of the failures that were asked for, and what is not. */
export interface KeptFailures {
  readonly failures: readonly FailureEvidence[];
  readonly losses: readonly FailureLoss[];
}

/** The answer of the admin API, and of `failures --json`. */
export function failuresJson({ failures, losses }: KeptFailures): object {
  return { failures: failures.map(failureJson), losses: losses.map(lossJson) };
}

function lossJson({ series, outcome, pushedOut, expired, lastMs }: FailureLoss): object {
  return { ...series, outcome, pushedOut, expired, completeSince: new Date(lastMs).toISOString() };
}

/**
 * A failure as the admin API and `failures --json` give it: times ISO 8601 with milliseconds,
 * `bytes` in hex. What a reply would have said is `null` where there was none.
 */
function failureJson(failure: FailureEvidence): object {
  const { series, outcome, scheduledAtMs, sentAtMs, rttUs, transport, peer, localPort, phase, qname, qtype } = failure;
  const { detail, reply, bytes, byteCount, steps } = failure;
  return {
    ...series,
    outcome,
    scheduledAt: new Date(scheduledAtMs).toISOString(),
    sentAt: sentAtMs === null ? null : new Date(sentAtMs).toISOString(),
    sendLagUs: sendLagUs(failure),
    rttUs,
    transport,
    peer,
    localPort,
    phase,
    qname,
    qtype,
    detail,
    rcode: reply?.rcode ?? null,
    flags: reply?.flags ?? null,
    answerCount: reply?.answerCount ?? null,
    nsid: reply?.nsid ?? null,
    ede: reply?.ede ?? null,
    byteCount,
    bytes: bytes === null ? null : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex'),
    steps,
  };
}

/** Actual minus scheduled send time in integer microseconds; `null` if nothing was sent. */
export function sendLagUs({ sentAtMs, scheduledAtMs }: FailureEvidence): number | null {
  return sentAtMs === null ? null : Math.round((sentAtMs - scheduledAtMs) * 1e3);
}
