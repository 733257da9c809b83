import type { AttemptRequest, OnAttemptEnd, Sending } from '../../attempt.js';
import { unsentEnd } from '../../latest-send.js';
import type { DohRoute, StreamRoute } from '../../route.js';
import type { Channel } from '../channel.js';
import type { StreamDeps } from './byte-stream.js';
import { StreamAttempt } from './stream-attempt.js';
import { StreamConnection } from './stream-connection.js';
import type { StreamFault } from './stream-fault.js';

/**
 * One connection, kept for all attempts by a route until it is `maxAgeMs` old, or the other side ends
 * it, or it does not work any more; the RTT runs from query to reply.
 */
export class WarmStream implements Channel {
  readonly #route: StreamRoute | DohRoute;
  readonly #deps: StreamDeps;
  #kept: StreamConnection | null = null;
  /** All of them, the kept one and those that finish what they carry. */
  readonly #connections = new Set<StreamConnection>();
  /**
   * The other side had ended the connection before: what is opened next replaces it, whenever that is.
   * When it would have been too old; `null` if its end was not early.
   */
  #endedEarlyUntilMs: number | null = null;

  constructor(route: StreamRoute | DohRoute, deps: StreamDeps) {
    this.#route = route;
    this.#deps = deps;
  }

  open(_turn: number, onOpened: () => void): void {
    this.#usable().whenOpened(onOpened);
  }

  ask(request: AttemptRequest, { sendByMs }: Sending, onEnd: OnAttemptEnd): void {
    const { monotonicMs, deadlines, unstamped } = this.#deps;
    if (monotonicMs() > sendByMs) return onEnd(unsentEnd());
    const context = { monotonicMs, deadlines, unstamped, rttOf: 'query', sendByMs } as const;
    this.#usable().carry(new StreamAttempt(request, context, onEnd));
  }

  sweep(): number {
    if (this.#kept !== null) this.#retireIfOver(this.#kept);
    // What must be remembered for the next connection keeps the channel too.
    const isRemembered = this.#deps.monotonicMs() < (this.#endedEarlyUntilMs ?? -Infinity);
    return this.#connections.size + (isRemembered ? 1 : 0);
  }

  close(): void {
    this.#kept = null;
    for (const connection of [...this.#connections]) connection.close();
  }

  #usable(): StreamConnection {
    if (this.#kept !== null) this.#retireIfOver(this.#kept);
    return this.#kept ?? this.#open();
  }

  #retireIfOver(kept: StreamConnection): void {
    if (!kept.isSpent && !this.#isOld(kept) && kept.isUsable) return;
    this.#leave(kept);
    kept.retire();
  }

  #isOld(connection: StreamConnection): boolean {
    return this.#deps.monotonicMs() >= this.#oldAtMs(connection);
  }

  #oldAtMs({ startedAtMs }: StreamConnection): number {
    return startedAtMs + this.#route.maxAgeMs;
  }

  #open(): StreamConnection {
    const isReopened = this.#endedEarlyUntilMs !== null;
    const connection = new StreamConnection(this.#route, this.#deps, isReopened, {
      onFault: (attempt, fault) => this.#faulted(connection, attempt, fault),
      onClosed: () => this.#closed(connection),
    });
    this.#kept = connection;
    this.#connections.add(connection);
    return connection;
  }

  /**
   * RFC 7766 §6.2.4: a query may cross the other side's closing of an idle connection. On one that
   * had worked that is nobody's fault, and the query is asked again, once; and so is one that was left
   * unprocessed, whatever the connection had done. What we held back was not asked at all: its end
   * says nothing of that query.
   */
  #faulted(connection: StreamConnection, attempt: StreamAttempt, fault: StreamFault): void {
    if (attempt.isHeldBack) return this.#carryInstead(connection, attempt);
    const isClosed = fault.outcome === 'network_error' && !connection.isUsable;
    const isNobodysFault = fault.isUnprocessed === true || connection.hasReplied;
    if (!isClosed || !isNobodysFault || attempt.isSecondTry) return attempt.fail(fault);
    attempt.tryAgain(fault);
    this.#carryInstead(connection, attempt);
  }

  #carryInstead(before: StreamConnection, attempt: StreamAttempt): void {
    if (!attempt.letGo()) return;
    before.release(attempt);
    this.#usable().carry(attempt);
  }

  #closed(connection: StreamConnection): void {
    this.#connections.delete(connection);
    if (this.#kept === connection) this.#leave(connection);
  }

  /** No longer the kept one. What we left ourselves was not ended; failing to open again says nothing new. */
  #leave(connection: StreamConnection): void {
    this.#kept = null;
    if (connection.wasEnded && !this.#isOld(connection)) this.#endedEarlyUntilMs = this.#oldAtMs(connection);
    else if (connection.hasConnected) this.#endedEarlyUntilMs = null;
  }
}
