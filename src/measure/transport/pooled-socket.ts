import { classify, type SentQuery, type Verdict } from '../../dns/classify.js';
import { failedEnd, repliedEnd, type AttemptRequest, type OnAttemptEnd } from '../attempt.js';
import type { Deadline, DeadlineQueue } from '../deadline-queue.js';
import type { RandomSource } from '../random-source.js';
import type { Endpoint } from './endpoint.js';
import { isIcmpCode, isLocalFault } from './error-codes.js';
import { afterLastLooks } from './last-looks.js';
import type { OpenUdpSocket, UdpSocket } from './udp-socket.js';

/** What every transport needs. */
export interface TransportDeps {
  readonly monotonicMs: () => number;
  /** Wall time read like the kernel stamps datagrams; `null` where the kernel does not. */
  readonly kernelWallMs: (() => number) | null;
  readonly random: RandomSource;
  readonly deadlines: DeadlineQueue;
  readonly openUdp: OpenUdpSocket;
  /** A datagram was ignored for a wrong id or question. */
  readonly onSuspicious: () => void;
}

/** Called when a truncated reply came: the attempt goes on over TCP, within the same timeout. */
export type OnTruncated = (request: AttemptRequest, sentAtMs: number, onEnd: OnAttemptEnd) => void;

/** How often the wall clock may be off by its own correction (NTP slews by 500 ppm at most) before it counts as set. */
const SLEW_PER_MS = 0.001;
const STEP_MS = 1;
/** A pending ICMP error fails the next send instead of its own: it is taken off and the send made again. */
const MAX_SENDS = 3;

/**
 * One UDP socket connected to one resolver, and the attempts that wait on it. Ids are unique among
 * all attempts of the socket's life, so that a late or doubled reply never meets another attempt.
 */
export class PooledSocket {
  readonly openedAtMs: number;
  readonly #deps: TransportDeps;
  readonly #onTruncated: OnTruncated;
  readonly #socket: UdpSocket;
  readonly #waiting = new Map<number, UdpAttempt>();
  readonly #usedIds = new Set<number>();
  #unsent: UdpAttempt[] = [];
  #onceOpened: (() => void)[] = [];
  #state: 'opening' | 'open' | 'failed' = 'opening';
  #isRetired = false;
  /** Datagrams read so far. */
  #reads = 0;

  constructor(endpoint: Endpoint, deps: TransportDeps, onTruncated: OnTruncated) {
    this.#deps = deps;
    this.#onTruncated = onTruncated;
    this.openedAtMs = deps.monotonicMs();
    this.#socket = deps.openUdp(endpoint, {
      onOpen: (errorCode) => this.#opened(errorCode),
      onDatagram: (bytes, waitedMs) => this.#received(bytes, waitedMs),
      onError: () => this.#endUnreachable(),
    });
  }

  /** Attempts sent on this socket that have no outcome yet. */
  get load(): number {
    return this.#waiting.size + this.#unsent.length;
  }

  get hasFailed(): boolean {
    return this.#state === 'failed';
  }

  /** Calls back once it is open or has failed to; at once if that has happened. */
  whenOpened(callback: () => void): void {
    if (this.#state === 'opening') this.#onceOpened.push(callback);
    else callback();
  }

  /** If the socket opens later than `sendByMs`, on the monotonic clock, nothing is sent. */
  ask(request: AttemptRequest, sendByMs: number, onEnd: OnAttemptEnd): void {
    const { bytes, ...sent } = request.buildQuery(this.#freshId());
    const attempt: UdpAttempt = {
      request,
      sent,
      bytes,
      onEnd,
      sends: 0,
      sentAtMs: null,
      wallOffsetMs: 0,
      drops: 0,
      deadline: null,
    };
    if (this.#state === 'failed') return this.#end(attempt, 'prober_error');
    if (this.#state === 'opening') this.#sendOnceOpen(attempt, sendByMs);
    else this.#send(attempt);
  }

  /** No new attempts; the socket closes when the last one on it has ended. */
  retire(): void {
    this.#isRetired = true;
    this.#closeIfDone();
  }

  /** Ends without outcomes. */
  abandon(): void {
    for (const attempt of this.#waiting.values()) cancel(attempt);
    this.#waiting.clear();
    for (const attempt of this.#unsent) cancel(attempt);
    this.#unsent = [];
    this.#onceOpened = [];
    this.#socket.close();
  }

  #freshId(): number {
    let id = this.#deps.random.id();
    while (this.#usedIds.has(id)) id = (id + 1) & 0xffff;
    this.#usedIds.add(id);
    return id;
  }

  /** All ids used: the pool must take another socket. */
  get isExhausted(): boolean {
    return this.#usedIds.size >= 0x8000;
  }

  #sendOnceOpen(attempt: UdpAttempt, sendByMs: number): void {
    this.#unsent.push(attempt);
    attempt.deadline = this.#deps.deadlines.add(sendByMs, () => {
      this.#unsent = this.#unsent.filter((other) => other !== attempt);
      this.#end(attempt, 'prober_error');
    });
  }

  #opened(errorCode: string | null): void {
    this.#state = errorCode === null ? 'open' : 'failed';
    const unsent = this.#unsent;
    this.#unsent = [];
    for (const attempt of unsent) {
      const isTooLate = attempt.deadline !== null && this.#deps.monotonicMs() > attempt.deadline.atMs;
      if (errorCode === null && !isTooLate) this.#send(attempt);
      else this.#end(attempt, 'prober_error');
    }
    for (const callback of this.#onceOpened.splice(0)) callback();
  }

  #send(attempt: UdpAttempt): void {
    const { deadlines, monotonicMs, kernelWallMs } = this.#deps;
    attempt.sends++;
    attempt.drops = this.#socket.drops() ?? 0;
    const sentAtMs = monotonicMs();
    attempt.sentAtMs = sentAtMs;
    if (kernelWallMs !== null) attempt.wallOffsetMs = kernelWallMs() - sentAtMs;
    this.#waiting.set(attempt.sent.id, attempt);
    if (attempt.deadline !== null) attempt.deadline.isCancelled = true;
    attempt.deadline = deadlines.add(sentAtMs + attempt.request.timeoutMs, () => this.#passed(attempt));
    this.#socket.send(attempt.bytes, (errorCode) => {
      if (errorCode !== null && this.#isWaiting(attempt)) this.#sendFailed(attempt, errorCode);
    });
  }

  #sendFailed(attempt: UdpAttempt, errorCode: string): void {
    if (isIcmpCode(errorCode) && attempt.sends < MAX_SENDS) {
      this.#waiting.delete(attempt.sent.id);
      this.#endUnreachable();
      return this.#send(attempt);
    }
    this.#end(attempt, isLocalFault(errorCode, 'before-sending') ? 'prober_error' : 'network_error');
  }

  /** ICMP errors name the datagram they are about; where that is unknown, the oldest attempt is meant. */
  #endUnreachable(): void {
    const payloads = this.#socket.takeUnreachable();
    const [oldest] = this.#waiting.values();
    if (payloads === null) return oldest && this.#end(oldest, 'network_error');
    for (const payload of payloads) {
      const attempt = payload.length < 2 ? oldest : this.#waiting.get(idOf(payload));
      if (attempt !== undefined && this.#isWaiting(attempt)) this.#end(attempt, 'network_error');
    }
  }

  #received(bytes: Buffer, waitedMs: number | null): void {
    const nowMs = this.#deps.monotonicMs();
    this.#reads++;
    const attempt = this.#attemptFor(bytes);
    if (attempt === undefined) return this.#unexpected(bytes);
    const sentAtMs = attempt.sentAtMs ?? nowMs;
    const facts = { transport: 'udp', followTruncation: attempt.request.tcpFallback } as const;
    const receivedAtMs = nowMs - this.#trueWaitMs(attempt, sentAtMs, nowMs, waitedMs);
    // Without the kernel's time, what the first look finds may have been there in time.
    if (waitedMs !== null && receivedAtMs > sentAtMs + attempt.request.timeoutMs) return;
    this.#judged(attempt, sentAtMs, receivedAtMs, classify(bytes, attempt.sent, attempt.request.expectation, facts));
  }

  #judged(attempt: UdpAttempt, sentAtMs: number, receivedAtMs: number, verdict: Verdict): void {
    switch (verdict.kind) {
      case 'ignore':
        return this.#deps.onSuspicious();
      case 'truncated':
        this.#forget(attempt);
        this.#onTruncated(attempt.request, sentAtMs, attempt.onEnd);
        return this.#closeIfDone();
      case 'reply':
        this.#forget(attempt);
        attempt.onEnd(repliedEnd(verdict.outcome, verdict.rcode, sentAtMs, receivedAtMs));
        return this.#closeIfDone();
      default:
        verdict satisfies never;
    }
  }

  /** A datagram too short for a header is from the right peer all the same; without an id it meets the oldest attempt. */
  #attemptFor(bytes: Buffer): UdpAttempt | undefined {
    const byId = bytes.length < 2 ? undefined : this.#waiting.get(idOf(bytes));
    if (byId !== undefined || bytes.length >= 12) return byId;
    const [oldest] = this.#waiting.values();
    return oldest;
  }

  /** Late and doubled replies are nobody's fault; ids never used are. */
  #unexpected(bytes: Buffer): void {
    if (bytes.length < 2 || !this.#usedIds.has(idOf(bytes))) this.#deps.onSuspicious();
  }

  /** How long the datagram lay in the socket; 0 if unknown or if somebody set the clock meanwhile. */
  #trueWaitMs(attempt: UdpAttempt, sentAtMs: number, nowMs: number, waitedMs: number | null): number {
    if (waitedMs === null || this.#deps.kernelWallMs === null) return 0;
    const offsetMs = this.#deps.kernelWallMs() - nowMs;
    const elapsedMs = nowMs - sentAtMs;
    const wasSet = Math.abs(offsetMs - attempt.wallOffsetMs) > STEP_MS + elapsedMs * SLEW_PER_MS;
    return wasSet || waitedMs < 0 || waitedMs > elapsedMs ? 0 : waitedMs;
  }

  #passed(attempt: UdpAttempt): void {
    afterLastLooks(
      this.#deps.deadlines,
      () => this.#reads,
      () => {
        if (!this.#isWaiting(attempt)) return;
        const wereLost = (this.#socket.drops() ?? 0) > attempt.drops;
        this.#end(attempt, wereLost ? 'prober_error' : 'timeout');
      },
    );
  }

  #isWaiting(attempt: UdpAttempt): boolean {
    return this.#waiting.get(attempt.sent.id) === attempt;
  }

  #end(attempt: UdpAttempt, outcome: 'timeout' | 'network_error' | 'prober_error'): void {
    this.#forget(attempt);
    attempt.onEnd(failedEnd(outcome, attempt.sentAtMs));
    this.#closeIfDone();
  }

  #forget(attempt: UdpAttempt): void {
    cancel(attempt);
    this.#waiting.delete(attempt.sent.id);
  }

  #closeIfDone(): void {
    if (this.#isRetired && this.load === 0) this.#socket.close();
  }
}

interface UdpAttempt {
  readonly request: AttemptRequest;
  readonly sent: SentQuery;
  readonly bytes: Uint8Array;
  readonly onEnd: OnAttemptEnd;
  sends: number;
  sentAtMs: number | null;
  /** Wall minus monotonic time at the send. */
  wallOffsetMs: number;
  /** Datagrams the socket had lost before the send. */
  drops: number;
  /** Of the send, while the socket opens; then of the reply. */
  deadline: Deadline | null;
}

function cancel(attempt: UdpAttempt): void {
  if (attempt.deadline !== null) attempt.deadline.isCancelled = true;
}

function idOf(bytes: Uint8Array): number {
  return ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0);
}
