import type { AttemptRequest, OnAttemptEnd } from '../attempt.js';

/** Goes on over TCP, within the same timeout, with attempts whose UDP reply was truncated (RFC 7766 §5). */
export interface TcpFallback {
  askFrom(request: AttemptRequest, start: TruncatedStart, onEnd: OnAttemptEnd): void;
  /** As that of `Channel`. */
  sweep(): number;
  close(): void;
}

/** What an attempt has behind it when it goes over to TCP. */
export interface TruncatedStart {
  /** Monotonic milliseconds. */
  readonly sentAtMs: number;
  /** Send to truncated reply. */
  readonly elapsedMs: number;
  /** By which the truncated reply came; `null` if unknown. */
  readonly localPort: number | null;
  /** The truncated reply: who sent it is worth knowing if nothing comes over TCP. */
  readonly reply: Uint8Array;
}
