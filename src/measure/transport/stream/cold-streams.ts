import type { AttemptRequest, OnAttemptEnd, Sending } from '../../attempt.js';
import { unsentEnd } from '../../latest-send.js';
import type { DohRoute, StreamRoute } from '../../route.js';
import type { Channel } from '../channel.js';
import type { TcpFallback, TruncatedStart } from '../tcp-fallback.js';
import type { StreamDeps } from './byte-stream.js';
import { StreamAttempt, type AttemptContext } from './stream-attempt.js';
import { StreamConnection } from './stream-connection.js';
import type { StreamFault } from './stream-fault.js';

/** A new connection for every attempt; the RTT includes opening it. */
export class ColdStreams implements Channel, TcpFallback {
  readonly #route: StreamRoute | DohRoute;
  readonly #deps: StreamDeps;
  readonly #connections = new Set<StreamConnection>();

  constructor(route: StreamRoute | DohRoute, deps: StreamDeps) {
    this.#route = route;
    this.#deps = deps;
  }

  open(_turn: number, onOpened: () => void): void {
    onOpened();
  }

  ask(request: AttemptRequest, { sendByMs }: Sending, onEnd: OnAttemptEnd): void {
    if (this.#deps.monotonicMs() > sendByMs) onEnd(unsentEnd());
    else this.#carry(request, { sendByMs }, onEnd);
  }

  askFrom(request: AttemptRequest, truncated: TruncatedStart, onEnd: OnAttemptEnd): void {
    // Over UDP it was sent in time.
    this.#carry(request, { truncated, sendByMs: Infinity }, onEnd);
  }

  sweep(): number {
    return this.#connections.size;
  }

  close(): void {
    for (const connection of [...this.#connections]) connection.close();
  }

  #carry(request: AttemptRequest, more: Pick<AttemptContext, 'sendByMs' | 'truncated'>, onEnd: OnAttemptEnd): void {
    const { monotonicMs, deadlines, unstamped } = this.#deps;
    const attempt = new StreamAttempt(request, { monotonicMs, deadlines, unstamped, rttOf: 'all', ...more }, onEnd);
    this.#carryOn(attempt);
  }

  #carryOn(attempt: StreamAttempt): void {
    const connection = new StreamConnection(this.#route, this.#deps, false, {
      onFault: (failed, fault) => this.#faulted(connection, failed, fault),
      onClosed: () => this.#connections.delete(connection),
    });
    this.#connections.add(connection);
    connection.carry(attempt);
    connection.retire();
  }

  /** RFC 9113 §6.8: what GOAWAY left unprocessed may be asked again, on another connection; we do so once. */
  #faulted(connection: StreamConnection, attempt: StreamAttempt, fault: StreamFault): void {
    if (fault.isUnprocessed !== true || attempt.isSecondTry) return attempt.fail(fault);
    attempt.tryAgain(fault);
    connection.release(attempt);
    this.#carryOn(attempt);
  }
}
