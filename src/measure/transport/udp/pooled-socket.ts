import { classify } from '../../../dns/classify.js';
import type { Verdict } from '../../../dns/verdict.js';
import { HEADER_BYTES } from '../../../dns/walk-message.js';
import {
  type AttemptRequest,
  type EndDetails,
  type FailureDetails,
  failedEnd,
  type OnAttemptEnd,
  repliedEnd,
} from '../../attempt.js';
import type { Endpoint } from '../endpoint.js';
import { isIcmpCode, isLocalFault } from '../error-codes.js';
import type { ChannelDeps } from '../channel.js';
import type { TcpFallback } from '../tcp-fallback.js';
import { trueTimeMs, UdpAttempt, type Waiter } from './udp-attempt.js';
import type { Receipt, UdpSocket, UdpSocketEvents, UdpSockets } from './udp-socket.js';
import { WaitingAttempts } from './waiting-attempts.js';

export interface PooledSocketDeps extends ChannelDeps {
  readonly udp: UdpSockets;
}

/** A pending ICMP error fails the next send instead of its own: it is taken off and the send made again. */
const MAX_SENDS = 3;

/**
 * One UDP socket for one resolver, and the attempts that wait on it. Ids are unique among
 * all attempts of the socket's life, so that a late or doubled reply never meets another attempt.
 */
export class PooledSocket implements UdpSocketEvents, Waiter {
  readonly openedAtMs: number;
  readonly #deps: PooledSocketDeps;
  readonly #overTcp: TcpFallback;
  readonly #socket: UdpSocket;
  readonly #waiting: WaitingAttempts;
  #unsent: UdpAttempt[] = [];
  #onceOpened: (() => void)[] = [];
  #state: 'opening' | 'open' | 'failed' = 'opening';
  #isRetired = false;
  #localPort: number | null = null;
  #failure: string | null = null;

  constructor(endpoint: Endpoint, deps: PooledSocketDeps, overTcp: TcpFallback) {
    this.#deps = deps;
    this.#overTcp = overTcp;
    this.#waiting = new WaitingAttempts(deps.random);
    this.openedAtMs = deps.monotonicMs();
    this.#socket = deps.udp.open(endpoint, this);
  }

  /** Attempts on this socket that have no outcome yet. */
  get load(): number {
    return this.#waiting.size + this.#unsent.length;
  }

  get hasFailed(): boolean {
    return this.#state === 'failed';
  }

  /** So many ids are used that the pool must take another socket. */
  get isExhausted(): boolean {
    return this.#waiting.isExhausted;
  }

  /** Calls back once it is open or has failed to; at once if that has happened. */
  whenOpened(callback: () => void): void {
    if (this.#state === 'opening') this.#onceOpened.push(callback);
    else callback();
  }

  /** If the socket opens later than `sendByMs`, on the monotonic clock, nothing is sent. */
  ask(request: AttemptRequest, sendByMs: number, onEnd: OnAttemptEnd): void {
    const attempt = new UdpAttempt(request, this.#waiting.nextId(), onEnd, this);
    if (this.#state === 'open') this.#send(attempt);
    else if (this.#state === 'failed') this.#end(attempt, 'prober_error', { detail: this.#failure });
    else this.#sendOnceOpen(attempt, sendByMs);
  }

  /** No new attempts; the socket closes when the last one on it has ended. */
  retire(): void {
    this.#isRetired = true;
    this.#closeIfDone();
  }

  /** Ends without outcomes. */
  abandon(): void {
    for (const attempt of this.#waiting.all()) this.#forget(attempt);
    for (const attempt of this.#unsent) attempt.cancel();
    this.#unsent = [];
    this.#onceOpened = [];
    this.#socket.close();
  }

  #sendOnceOpen(attempt: UdpAttempt, sendByMs: number): void {
    const nowMs = this.#deps.monotonicMs();
    this.#unsent.push(attempt);
    this.#deps.deadlines.start(attempt, nowMs, Math.max(0, Math.ceil(sendByMs - nowMs)));
  }

  onOpen(errorCode: string | null): void {
    this.#state = errorCode === null ? 'open' : 'failed';
    this.#failure = errorCode;
    this.#localPort = errorCode === null ? this.#socket.localPort() : null;
    // One by one: those that still wait keep a retired socket open.
    for (let attempt = this.#unsent[0]; attempt !== undefined; attempt = this.#unsent[0]) {
      const isTooLate = this.#deps.monotonicMs() > attempt.atMs;
      attempt.cancel();
      if (errorCode === null && !isTooLate) this.#send(attempt);
      this.#unsent.shift();
      if (errorCode !== null || isTooLate)
        this.#end(attempt, 'prober_error', { detail: errorCode ?? 'opened too late' });
    }
    for (const callback of this.#onceOpened.splice(0)) callback();
  }

  #send(attempt: UdpAttempt): void {
    const { deadlines, monotonicMs, udp } = this.#deps;
    attempt.sends++;
    attempt.wallOffsetMs = udp.wallOffsetMs() ?? 0;
    if (attempt.sends === 1) {
      this.#waiting.add(attempt);
      udp.awaitOneMore();
    }
    const bytes = attempt.request.query.bytes(attempt.id);
    const sentAtMs = monotonicMs();
    attempt.sentAtMs = sentAtMs;
    if (attempt.sends === 1) deadlines.start(attempt, sentAtMs, attempt.request.timeoutMs);
    this.#socket.send(bytes, attempt.id);
  }

  onSendFailed(id: number, errorCode: string): void {
    const attempt = this.#waiting.get(id);
    if (attempt === null) return;
    if (isIcmpCode(errorCode) && attempt.sends < MAX_SENDS) {
      this.#endUnreachable(attempt);
      return this.#send(attempt);
    }
    attempt.sentAtMs = null; // nothing has left
    this.#end(attempt, isLocalFault(errorCode) ? 'prober_error' : 'network_error', { detail: errorCode });
  }

  onStranger(): void {
    this.#deps.onSuspicious();
  }

  onError(): void {
    this.#endUnreachable();
  }

  /** ICMP errors name the datagram they are about; where that is unknown, the oldest attempt is meant, but not one just to be sent. */
  #endUnreachable(unsent: UdpAttempt | null = null): void {
    const told = this.#socket.takeUnreachable();
    const oldest = told === null ? this.#waiting.oldest(unsent) : null;
    if (oldest !== null) this.#end(oldest, 'network_error', { detail: UNREACHABLE });
    for (const { payload, errorCode, receipt } of told ?? []) {
      const attempt = payload.length < 2 ? this.#waiting.oldest(unsent) : this.#waiting.get(idOf(payload));
      if (attempt === null || !this.#isWaiting(attempt) || attempt === unsent) continue;
      // That its port is closed the resolver says itself: something came back.
      const gotReply = errorCode === 'ECONNREFUSED';
      const refusedAtMs = trueTimeMs(attempt, receipt);
      this.#end(attempt, 'network_error', { detail: `${UNREACHABLE}: ${errorCode}`, gotReply, refusedAtMs });
    }
  }

  onDatagram(bytes: Uint8Array, receipt: Receipt): void {
    const attempt = this.#attemptFor(bytes);
    if (attempt === null) return this.#unexpected(bytes);
    const receivedAtMs = trueTimeMs(attempt, receipt);
    // Without the kernel's time, what the first look finds may have been there in time.
    if (receipt.isStamped && receivedAtMs > attempt.atMs) return;
    const verdict = classify(bytes, attempt, attempt.request.expectation, factsOf(attempt.request));
    this.#judged(attempt, receivedAtMs - (attempt.sentAtMs ?? receivedAtMs), verdict, bytes);
  }

  #judged(attempt: UdpAttempt, rttMs: number, verdict: Verdict, bytes: Uint8Array): void {
    const { request, onEnd, sentAtMs } = attempt;
    switch (verdict.kind) {
      case 'ignore':
        return this.#deps.onSuspicious();
      case 'truncated':
        this.#forget(attempt);
        this.#overTcp.askFrom(
          request,
          { sentAtMs: sentAtMs ?? 0, elapsedMs: rttMs, localPort: this.#localPort, reply: new Uint8Array(bytes) },
          onEnd,
        );
        return this.#closeIfDone();
      case 'reply': {
        this.#forget(attempt);
        const isKept = request.keepsReply || verdict.outcome !== 'answered';
        const reply = isKept ? new Uint8Array(bytes) : null;
        onEnd(repliedEnd(verdict.outcome, sentAtMs ?? 0, rttMs, this.#details(verdict.rcode, verdict.detail, reply)));
        return this.#closeIfDone();
      }
      default:
        verdict satisfies never;
    }
  }

  #details(rcode: string | null, detail: string | null, reply: Uint8Array | null): EndDetails {
    return { rcode, detail, reply, localPort: this.#localPort };
  }

  /**
   * A datagram too short for a header is from the right peer all the same: it meets the attempt of
   * its id, or the oldest if it has none that we gave.
   */
  #attemptFor(bytes: Uint8Array): UdpAttempt | null {
    const hasId = bytes.length >= 2 && (bytes.length >= HEADER_BYTES || this.#waiting.hasGiven(idOf(bytes)));
    return hasId ? this.#waiting.get(idOf(bytes)) : this.#waiting.oldest();
  }

  /** Late and doubled replies are nobody's fault; ids never used are. */
  #unexpected(bytes: Uint8Array): void {
    if (bytes.length < 2 || !this.#waiting.hasGiven(idOf(bytes))) this.#deps.onSuspicious();
  }

  onLate(attempt: UdpAttempt): void {
    if (attempt.sentAtMs === null) {
      this.#unsent = this.#unsent.filter((other) => other !== attempt);
      return this.#end(attempt, 'prober_error', { detail: 'opened too late' });
    }
    this.#socket.drained(() => {
      if (!this.#isWaiting(attempt)) return;
      if (this.#socket.hasLost(attempt.sentAtMs ?? attempt.atMs, attempt.atMs))
        this.#end(attempt, 'prober_error', { detail: 'receive buffer full' });
      else this.#end(attempt, 'timeout', {});
    });
  }

  #isWaiting(attempt: UdpAttempt): boolean {
    return this.#waiting.get(attempt.id) === attempt;
  }

  #end(attempt: UdpAttempt, outcome: 'timeout' | 'network_error' | 'prober_error', details: FailureDetails): void {
    this.#forget(attempt);
    attempt.onEnd(failedEnd(outcome, attempt.sentAtMs, { ...details, localPort: this.#localPort }));
    this.#closeIfDone();
  }

  #forget(attempt: UdpAttempt): void {
    attempt.cancel();
    this.#stopWaiting(attempt);
  }

  #stopWaiting(attempt: UdpAttempt): void {
    if (this.#waiting.delete(attempt)) this.#deps.udp.awaitOneLess();
  }

  #closeIfDone(): void {
    if (this.#isRetired && this.load === 0) this.#socket.close();
  }
}

const UNREACHABLE = 'unreachable (ICMP)';

function factsOf({ route }: AttemptRequest): Parameters<typeof classify>[3] {
  return route.transport === 'udp' && route.tcpFallback ? FOLLOWING : NOT_FOLLOWING;
}

const FOLLOWING = { transport: 'udp', followTruncation: true } as const;
const NOT_FOLLOWING = { transport: 'udp', followTruncation: false } as const;

function idOf(bytes: Uint8Array): number {
  return ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0);
}
