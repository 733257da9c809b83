import type { SentQuery } from '../../../dns/classify.js';
import type { AttemptRequest, OnAttemptEnd } from '../../attempt.js';
import { LaneItem } from '../../deadline-lane.js';
import type { Receipt } from './udp-socket.js';

/** Readings of the distance between the clocks differ by less. */
const STEP_MS = 0.1;
/** A stamp may lie before the send by what the reading of two clocks is worth. */
const GRAIN_MS = 0.05;

/** One attempt on a socket, its own deadline (of the send while the socket opens, then of the reply) and what its reply must repeat. */
export class UdpAttempt extends LaneItem implements SentQuery {
  sends = 0;
  sentAtMs: number | null = null;
  /** Wall minus monotonic time at the send. */
  wallOffsetMs = 0;
  readonly request: AttemptRequest;
  readonly id: number;
  readonly onEnd: OnAttemptEnd;
  readonly #waiter: Waiter;

  constructor(request: AttemptRequest, id: number, onEnd: OnAttemptEnd, waiter: Waiter) {
    super();
    this.request = request;
    this.id = id;
    this.onEnd = onEnd;
    this.#waiter = waiter;
  }

  get question(): SentQuery['question'] {
    return this.request.query.question;
  }

  onPassed(): void {
    this.#waiter.onLate(this);
  }
}

/** Waits for what becomes of an attempt. */
export interface Waiter {
  /** Its deadline has passed. */
  onLate(attempt: UdpAttempt): void;
}

/**
 * When the datagram came, monotonic. If somebody set the clock since the send, the stamp may be of
 * the time before or after: the one counts that is possible, between the last look that found
 * nothing and this one; if both are or neither is, when it was seen.
 */
export function trueTimeMs({ sentAtMs, wallOffsetMs }: UdpAttempt, receipt: Receipt): number {
  const { seenAtMs } = receipt;
  if (!receipt.isStamped) return seenAtMs;
  const sinceMs = sentAtMs ?? seenAtMs;
  const byNowMs = receipt.atWallMs - receipt.wallOffsetMs;
  const wasSet = Math.abs(receipt.wallOffsetMs - wallOffsetMs) > STEP_MS;
  if (!wasSet) return isBetween(byNowMs, sinceMs, seenAtMs) ? byNowMs : seenAtMs;
  const bySendMs = receipt.atWallMs - wallOffsetMs;
  const earliestMs = Math.max(sinceMs, receipt.emptyAtMs);
  const possible = [bySendMs, byNowMs].filter((timeMs) => isBetween(timeMs, earliestMs, seenAtMs));
  return possible.length === 1 ? (possible[0] ?? seenAtMs) : seenAtMs;
}

function isBetween(timeMs: number, earliestMs: number, latestMs: number): boolean {
  return timeMs >= earliestMs - GRAIN_MS && timeMs <= latestMs + GRAIN_MS;
}
