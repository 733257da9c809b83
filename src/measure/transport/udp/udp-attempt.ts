import type { SentQuery } from '../../../dns/classify.js';
import type { AttemptRequest, OnAttemptEnd } from '../../attempt.js';
import { LaneItem } from '../../deadline-lane.js';
import type { Receipt } from './udp-socket.js';

/** How often the wall clock may be off by its own correction (NTP slews by 500 ppm at most) before it counts as set. */
const SLEW_PER_MS = 0.001;
const STEP_MS = 1;

/** One attempt on a socket, its own deadline (of the send while the socket opens, then of the reply) and what its reply must repeat. */
export class UdpAttempt extends LaneItem implements SentQuery {
  sends = 0;
  sentAtMs: number | null = null;
  /** Wall minus monotonic time at the send. */
  wallOffsetMs = 0;
  readonly request: AttemptRequest;
  readonly id: number;
  readonly onEnd: OnAttemptEnd;
  readonly #onLate: (attempt: UdpAttempt) => void;

  constructor(request: AttemptRequest, id: number, onEnd: OnAttemptEnd, onLate: (attempt: UdpAttempt) => void) {
    super();
    this.request = request;
    this.id = id;
    this.onEnd = onEnd;
    this.#onLate = onLate;
  }

  get question(): SentQuery['question'] {
    return this.request.query.question;
  }

  onPassed(): void {
    this.#onLate(this);
  }
}

/** When the datagram came; when it was seen if somebody set the clock meanwhile, which the kernel's stamps follow. */
export function trueTimeMs(attempt: UdpAttempt, { atMs, seenAtMs, wallOffsetMs }: Receipt): number {
  const sentAtMs = attempt.sentAtMs ?? seenAtMs;
  const slewMs = STEP_MS + (seenAtMs - sentAtMs) * SLEW_PER_MS;
  const wasSet = wallOffsetMs !== null && Math.abs(wallOffsetMs - attempt.wallOffsetMs) > slewMs;
  const isPossible = atMs > sentAtMs - STEP_MS && atMs <= seenAtMs + STEP_MS;
  return wasSet || !isPossible ? seenAtMs : atMs;
}
