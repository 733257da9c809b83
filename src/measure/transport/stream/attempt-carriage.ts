import type { Phase } from '../../../domain/phase.js';
import type { OpenedConnection } from '../../attempt.js';

/** What an attempt sees of the connection that it is on. */
export interface ConnectionView {
  /** Counts what was seen of the connection. */
  readonly reads: number;
  /** Counts what came from the other side: connecting and the handshake done, bytes. */
  readonly heard: number;
  readonly localPort: number | null;
  /** What it is at, or was when it ended. */
  readonly phase: Phase;
  /** The news that this connection was opened: told by one attempt only, then `null`. */
  takeNews(): Omit<OpenedConnection, 'queryUs'> | null;
}

/** The connections by which an attempt goes, one after the other, and whether anything was heard on them. */
export class AttemptCarriage<Connection extends ConnectionView> {
  #current: Connection | null = null;
  #heardBefore = 0;
  /** Something came from the other side, on a connection that it has left. */
  #hasHeard = false;

  /** `null` before it is on one. */
  get current(): Connection | null {
    return this.#current;
  }

  /** Whether anything came from the other side since it was asked. */
  get hears(): boolean {
    return this.#hasHeard || (this.#current !== null && this.#current.heard > this.#heardBefore);
  }

  /** It is on this connection now. */
  board(connection: Connection): void {
    this.#hasHeard = this.hears;
    this.#current = connection;
    this.#heardBefore = connection.heard;
  }
}
