import type { FailureEvidence } from '../domain/failure-evidence.js';
import type { Outcome } from '../domain/outcome.js';
import type { ResolverDefinition } from '../domain/probe-definition.js';
import type { AttemptEnd, AttemptRequest, OpenedConnection } from './attempt.js';
import { type AskedAttempt, evidenceOf } from './evidence-of.js';

/** What became of one attempt that was asked for now. */
export interface AttemptResult {
  /** Counts the attempts of a resolver in the order of their schedule, from 0. */
  readonly index: number;
  /** Milliseconds since the epoch. */
  readonly scheduledAtMs: number;
  readonly outcome: Outcome;
  /** Integer microseconds; `null` without a reply. */
  readonly rttUs: number | null;
  /** Name of the full rcode; `null` without a reply that is a message. */
  readonly rcode: string | null;
  /** Actual minus scheduled send time; `null` if it was not sent. */
  readonly sendLagUs: number | null;
  /** What exactly was wrong; `null` if the outcome says all. */
  readonly detail: string | null;
  /** The source port; `null` if unknown. */
  readonly localPort: number | null;
  /** Only if the attempt opened a connection. */
  readonly connection: OpenedConnection | null;
  /** The reply, whole; `null` without one, and of an answered attempt unless replies are kept. */
  readonly reply: Uint8Array | null;
  /** Everything known of it, decoded when it is asked for: most attempts of a busy run never are. */
  readonly evidence: () => FailureEvidence;
}

/** An attempt as it was scheduled. */
export interface MadeSend {
  readonly resolver: ResolverDefinition;
  readonly index: number;
  readonly scheduledAtMs: number;
  /** Monotonic. */
  readonly dueMs: number;
  readonly request: AttemptRequest;
}

export function attemptResult(sending: MadeSend, end: AttemptEnd): AttemptResult {
  const { index, scheduledAtMs, dueMs } = sending;
  const { outcome, rttUs, rcode, detail, localPort, connection, reply, sentAtMs } = end;
  const sendLagUs = sentAtMs === null ? null : Math.max(0, Math.round((sentAtMs - dueMs) * 1e3));
  return {
    index,
    scheduledAtMs,
    outcome,
    rttUs,
    rcode,
    sendLagUs,
    detail,
    localPort,
    connection,
    reply,
    evidence: () => evidenceOf(askedOf(sending, end.lastSentAtMs), end),
  };
}

function askedOf(sending: MadeSend, monotonicSentMs: number | null): AskedAttempt {
  const { resolver, scheduledAtMs, dueMs, request } = sending;
  const sentAtMs = monotonicSentMs === null ? null : scheduledAtMs + monotonicSentMs - dueMs;
  const series = { vantage: 'here', probe: 'probe', resolver: resolver.name, query: 'probe' };
  return { series, scheduledAtMs, sentAtMs, request, steps: null };
}
