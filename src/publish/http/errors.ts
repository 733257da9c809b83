import type { ListenAddress } from '../config.js';

/** An answer other than success that a route decided on; its message is shown to the client. */
export class HttpError extends Error {
  readonly statusCode: number;
  /** Stable, for scripts: `BAD_REQUEST`, `NOT_FOUND`, `RATE_LIMITED` … */
  readonly code: string;
  /** Seconds after which trying again makes sense; `null` where it does not. */
  readonly retryAfterSeconds: number | null;

  constructor(statusCode: number, code: string, message: string, retryAfterSeconds: number | null = null) {
    super(message);
    this.name = 'HttpError';
    this.statusCode = statusCode;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** A listener could not be opened. */
export class ListenError extends Error {
  readonly code: 'LISTEN_FAILED' | 'LISTEN_UNSAFE';
  /** The one that was to be listened on. */
  readonly address: ListenAddress;

  constructor(code: 'LISTEN_FAILED' | 'LISTEN_UNSAFE', message: string, address: ListenAddress, cause?: unknown) {
    super(message, { cause });
    this.name = 'ListenError';
    this.code = code;
    this.address = address;
  }
}

/** `Listen on 127.0.0.1:8080: the address must be free and ours, but found EADDRINUSE`. */
export function listenFailed(address: ListenAddress, cause: unknown): ListenError {
  const found = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  const where = `${address.host}:${String(address.port)}`;
  return new ListenError(
    'LISTEN_FAILED',
    `Listen on ${where}: the address must be free and on this machine, found ${found}`,
    address,
    cause,
  );
}

/** The body of every error of an API: `{"error":{"code","message"}}`. */
export function errorBody(code: string, message: string): string {
  return JSON.stringify({ error: { code, message } });
}
