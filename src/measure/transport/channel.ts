import type { AttemptRequest, OnAttemptEnd, Sending } from '../attempt.js';
import type { DeadlineQueue } from '../deadline-queue.js';
import type { RandomSource } from '../random-source.js';
import type { KernelSockets } from './kernel/kernel-sockets.js';

/** The sockets or connections of one route. */
export interface Channel {
  /** Opens what an attempt of this turn goes by, ahead of it; calls back once it is open or has failed to. */
  open(turn: number, onOpened: () => void): void;
  /** Ends exactly once, unless the channel is closed before. */
  ask(request: AttemptRequest, sending: Sending, onEnd: OnAttemptEnd): void;
  /** Lets go of what is old; to be called every second or so. Returns how many sockets remain. */
  sweep(): number;
  /** Closes everything; attempts in flight end without an outcome. */
  close(): void;
}

/** What every channel needs. */
export interface ChannelDeps {
  readonly monotonicMs: () => number;
  readonly random: RandomSource;
  readonly deadlines: DeadlineQueue;
  /** `null`: this platform's kernel tells nothing beyond what Node.js does. */
  readonly kernel: KernelSockets | null;
  /** Counts what is under way that only the event loop sees end, since no kernel stamps it: attempts, and connections being opened. */
  readonly unstamped: { count: number };
  /** A datagram was ignored for a wrong id or question. */
  readonly onSuspicious: () => void;
}
