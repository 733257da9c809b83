import type { Phase } from '../../../domain/phase.js';
import type { OpenedConnection } from '../../attempt.js';
import type { DohRoute, StreamRoute } from '../../route.js';
import { ByteStream, type StreamDeps } from './byte-stream.js';
import type { Answer, Carrier, CarrierEvents } from './carrier.js';
import { FramedCarrier } from './framed-carrier.js';
import { Http2Carrier } from './http2-carrier.js';
import { OneATurn } from './one-a-turn.js';
import type { Sight } from './sight.js';
import type { Carriage, StreamAttempt } from './stream-attempt.js';
import { endByException, type StreamEnd, type StreamFault } from './stream-fault.js';

export interface ConnectionEvents {
  /** An attempt of this connection gets no reply: what becomes of it is to be decided. */
  readonly onFault: (attempt: StreamAttempt, fault: StreamFault) => void;
  /** It is gone, by whomever. */
  readonly onClosed: () => void;
}

/**
 * A connection that neither opens nor brings anything for so long, though something is due, is given
 * up: by then a fresh SYN is sooner heard than the old one's third repetition (RFC 6298: after 1, 3
 * and 7 seconds), and what a firewall or a dead backend swallows is not noticed otherwise.
 */
const QUIET_MS = 3_000;

/** One connection to a resolver, and the attempts it carries; they wait while it opens. */
export class StreamConnection implements Carriage {
  readonly startedAtMs: number;
  readonly #route: StreamRoute | DohRoute;
  readonly #deps: StreamDeps;
  readonly #events: ConnectionEvents;
  readonly #stream: ByteStream;
  #carrier: Carrier | null = null;
  readonly #turns = new OneATurn();
  /** With how each stops waiting for its answer, once its query is out. */
  readonly #attempts = new Map<StreamAttempt, () => void>();
  #onceOpened: (() => void)[] = [];
  #state: 'opening' | 'open' | 'ended' = 'opening';
  /** Queries could be sent. */
  #hasOpened = false;
  #hasReplied = false;
  #wasEnded = false;
  #isRetired = false;
  #isNewsTold = false;
  #isFinished = false;
  readonly #isReopened: boolean;
  #reads = 0;
  #heardCount = 0;
  /** Since when something is due and nothing came. */
  #quietSinceMs: number | null;

  constructor(route: StreamRoute | DohRoute, deps: StreamDeps, isReopened: boolean, events: ConnectionEvents) {
    this.#route = route;
    this.#deps = deps;
    this.#events = events;
    this.#isReopened = isReopened;
    this.startedAtMs = deps.monotonicMs();
    this.#quietSinceMs = this.startedAtMs;
    this.#stream = new ByteStream(route, deps, {
      onStage: (sight) => this.#staged(sight),
      onOpen: () => this.#opened(),
      onEnd: (end) => this.#ended(end),
    });
    deps.unstamped.count++;
  }

  get reads(): number {
    return this.#reads;
  }

  get heard(): number {
    return this.#heardCount;
  }

  get localPort(): number | null {
    return this.#stream.localPort;
  }

  get phase(): Phase {
    return this.#stream.phase;
  }

  /** TCP at least was connected. */
  get hasConnected(): boolean {
    return this.#stream.times.connectUs !== null;
  }

  /** It has carried a reply: what ends it now is not that it never worked. */
  get hasReplied(): boolean {
    return this.#hasReplied;
  }

  /** It has carried as many queries as one can. */
  get isSpent(): boolean {
    return this.#carrier?.isSpent === true;
  }

  /** The other side ended it, once it had opened: by closing, a reset or GOAWAY. */
  get wasEnded(): boolean {
    return this.#wasEnded || this.#carrier?.isLeft === true;
  }

  /** Whether it takes further attempts. */
  get isUsable(): boolean {
    if (this.#isRetired || this.#state === 'ended' || this.#carrier?.isUsable === false) return false;
    return this.#quietSinceMs === null || this.#deps.monotonicMs() - this.#quietSinceMs < QUIET_MS;
  }

  carry(attempt: StreamAttempt): void {
    this.#attempts.set(attempt, notSent);
    attempt.boarded(this);
    if (this.#state !== 'open') return;
    attempt.queried();
    this.#sendInTurn(attempt);
  }

  release(attempt: StreamAttempt): void {
    this.#attempts.get(attempt)?.();
    this.#attempts.delete(attempt);
    this.#closeIfDone();
  }

  /** Calls back once it is open or has failed to; at once if that has happened. */
  whenOpened(callback: () => void): void {
    if (this.#state === 'opening') this.#onceOpened.push(callback);
    else callback();
  }

  takeNews(): Omit<OpenedConnection, 'queryUs'> | null {
    // While it opens, there will be more to tell later on; unless this attempt is all that it is for.
    const isTooEarly = this.#state === 'opening' && !this.#isRetired;
    if (!this.hasConnected || this.#isNewsTold || isTooEarly) return null;
    this.#isNewsTold = true;
    const { times, certificateExpiresAtMs } = this.#stream;
    return { isReopened: this.#isReopened, ...times, certificateExpiresAtMs };
  }

  /** No new attempts; it closes when the last one on it has ended. */
  retire(): void {
    this.#isRetired = true;
    this.#closeIfDone();
  }

  /** Closes at once; its attempts end without an outcome. */
  close(): void {
    for (const attempt of this.#attempts.keys()) attempt.cancel();
    this.#attempts.clear();
    this.#finish();
  }

  #staged(sight: Sight): void {
    this.#heard();
    this.#quietSinceMs = sight.seenAtMs;
    for (const attempt of this.#attempts.keys()) attempt.staged(sight);
  }

  #opened(): void {
    this.#enter('open');
    this.#hasOpened = true;
    this.#quietSinceMs = null;
    const waiting = [...this.#attempts.keys()];
    // From here on it is the query's time: setting up HTTP/2 is a part of asking by it.
    for (const attempt of waiting) attempt.queried();
    try {
      this.#carrier = this.#openCarrier();
    } catch (error) {
      return this.#ended(endByException(error));
    }
    for (const attempt of waiting) this.#sendInTurn(attempt);
    for (const callback of this.#onceOpened.splice(0)) callback();
  }

  #openCarrier(): Carrier {
    const { random, onSuspicious } = this.#deps;
    const events: CarrierEvents = { onHeard: () => this.#heard(), onSuspicious };
    const { socket } = this.#stream;
    if (this.#route.transport === 'doh') return new Http2Carrier(socket, this.#route, events);
    return new FramedCarrier(socket, random, events);
  }

  #sendInTurn(attempt: StreamAttempt): void {
    if (this.#carrier?.sendsOneATurn !== true) return this.#send(attempt);
    const isAtOnce = this.#turns.pass(() => this.#send(attempt));
    if (!isAtOnce) attempt.holdBack();
  }

  #send(attempt: StreamAttempt): void {
    if (!this.#attempts.has(attempt)) return;
    if (this.#carrier?.isUsable !== true) return this.#events.onFault(attempt, GONE);
    if (!attempt.letGo()) return;
    this.#quietSinceMs ??= this.#deps.monotonicMs();
    try {
      const forget = this.#carrier.send(attempt.request.query, (answer) => this.#answered(attempt, answer));
      attempt.sent();
      // An attempt that has found its end meanwhile is not on this connection any more.
      if (this.#attempts.has(attempt)) this.#attempts.set(attempt, forget);
    } catch (error) {
      this.#threw(attempt, error);
    }
  }

  #answered(attempt: StreamAttempt, answer: Answer): void {
    if (!this.#attempts.has(attempt)) return;
    if (answer.kind === 'fault') return this.#faulted(attempt, answer.fault);
    try {
      const isSound = attempt.answered(answer, this.#stream.look());
      if (isSound) this.#hasReplied = true;
      else this.#carrier?.doubt();
    } catch (error) {
      this.#threw(attempt, error);
    }
  }

  /**
   * RFC 9113 §8.7: what was not processed may be asked again, which we do once, as browsers do. In the
   * next turn, when it is known whether the connection was left (GOAWAY) or this query alone refused.
   */
  #faulted(attempt: StreamAttempt, fault: StreamFault): void {
    if (fault.isUnprocessed !== true || attempt.isSecondTry) return this.#events.onFault(attempt, fault);
    this.#heard();
    this.#attempts.set(attempt, notSent);
    setImmediate(() => {
      if (!this.#attempts.has(attempt)) return;
      if (this.#carrier?.isUsable !== true) return this.#events.onFault(attempt, fault);
      attempt.tryAgain(fault);
      attempt.queried();
      this.#sendInTurn(attempt);
    });
  }

  /** The fault is in this program: it costs one attempt. Not so what throws when it is told of an attempt's end. */
  #threw(attempt: StreamAttempt, error: unknown): void {
    if (!this.#attempts.has(attempt)) throw error;
    attempt.fail(endByException(error));
  }

  #heard(): void {
    this.#reads++;
    this.#heardCount++;
    this.#quietSinceMs = null;
  }

  #ended(end: StreamEnd): void {
    this.#reads++;
    this.#enter('ended');
    this.#wasEnded = this.#hasOpened && end.isPeers;
    this.#carrier?.end(end);
    for (const attempt of [...this.#attempts.keys()]) this.#events.onFault(attempt, end);
    this.#finish();
  }

  /** While it opens, no kernel stamps its stages, and it may do so ahead of all attempts. */
  #enter(state: 'open' | 'ended'): void {
    if (this.#state === 'opening') this.#deps.unstamped.count--;
    this.#state = state;
  }

  #closeIfDone(): void {
    if (this.#isRetired && this.#attempts.size === 0) this.#finish();
  }

  #finish(): void {
    if (this.#isFinished) return;
    this.#isFinished = true;
    this.#enter('ended');
    this.#turns.close();
    this.#carrier?.close();
    this.#stream.close();
    for (const callback of this.#onceOpened.splice(0)) callback();
    this.#events.onClosed();
  }
}

const GONE: StreamFault = { outcome: 'network_error', detail: 'closed without a reply', isPeers: true };

function notSent(): void {
  // Nothing is out, so nothing is to be forgotten.
}
