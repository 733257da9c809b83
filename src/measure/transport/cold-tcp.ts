import type { AttemptRequest, OnAttemptEnd, Sending } from '../attempt.js';
import type { Channel, ChannelDeps } from './channel.js';
import type { TruncatedStart } from './pooled-socket.js';
import { askOverTcp } from './tcp-attempt.js';

/** A new TCP connection for every attempt. */
export class ColdTcp implements Channel {
  readonly #deps: ChannelDeps;
  readonly #open = new Set<() => void>();

  constructor(deps: ChannelDeps) {
    this.#deps = deps;
  }

  open(_turn: number, onOpened: () => void): void {
    onOpened();
  }

  ask(request: AttemptRequest, _sending: Sending, onEnd: OnAttemptEnd): void {
    this.askFrom(request, null, onEnd);
  }

  /** Goes on with an attempt whose UDP reply was truncated. */
  askFrom(request: AttemptRequest, truncated: TruncatedStart | null, onEnd: OnAttemptEnd): void {
    const abandon = askOverTcp(request, truncated, this.#deps, (end) => {
      this.#open.delete(abandon);
      onEnd(end);
    });
    this.#open.add(abandon);
  }

  sweep(): number {
    return this.#open.size;
  }

  close(): void {
    for (const abandon of this.#open) abandon();
    this.#open.clear();
  }
}
