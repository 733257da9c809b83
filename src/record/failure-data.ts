import type { FailureEvidence, ReplyEvidence } from '../domain/failure-evidence.js';

/** All of a failure but what the store looks it up by, and the reply's bytes. */
export type FailureDetails = Omit<FailureEvidence, 'series' | 'outcome' | 'scheduledAtMs' | 'bytes'>;

/** What others send us may be 64 KB long; so much of each text says enough. */
const LONGEST_TEXT = 500;
const MOST_EDE = 8;
const MOST_STEPS = 64;

/** The stored form: JSON of a few kilobytes at most. */
export function encodeFailureDetails(failure: FailureEvidence): string {
  const { sentAtMs, rttUs, transport, peer, localPort, phase, qname, qtype, detail, reply, byteCount, steps } = failure;
  const details: FailureDetails = {
    sentAtMs,
    rttUs,
    transport,
    peer,
    localPort,
    phase,
    qname,
    qtype,
    detail: detail === null ? null : clipped(detail),
    reply: reply === null ? null : clippedReply(reply),
    byteCount,
    steps: steps === null ? null : steps.slice(0, MOST_STEPS),
  };
  return JSON.stringify(details);
}

/** Reads what `encodeFailureDetails()` wrote; `null` if it is something else. */
export function decodeFailureDetails(text: string): FailureDetails | null {
  try {
    const details = JSON.parse(text) as FailureDetails | null;
    if (typeof details !== 'object' || typeof details?.peer !== 'string') return null;
    // Rows of earlier versions do not say it.
    return { ...details, phase: (details as Partial<FailureDetails>).phase ?? null };
  } catch {
    return null;
  }
}

function clippedReply(reply: ReplyEvidence): ReplyEvidence {
  return {
    ...reply,
    nsid: reply.nsid === null ? null : clipped(reply.nsid),
    ede: reply.ede.slice(0, MOST_EDE).map(({ code, text }) => ({ code, text: clipped(text) })),
  };
}

function clipped(text: string): string {
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT)}…`;
}
