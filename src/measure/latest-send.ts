import { type AttemptEnd, failedEnd } from './attempt.js';

/** A send later than this is not made: its attempt is a `prober_error` (docs/reference/outcomes.md). */
export const LATEST_SEND_MS = 100;

export const NOT_SENT_IN_TIME = `not sent within ${String(LATEST_SEND_MS)} ms of its time: this process was held up`;

/** What becomes of an attempt whose send was not made in its time. */
export function unsentEnd(): AttemptEnd {
  return failedEnd('prober_error', null, { detail: NOT_SENT_IN_TIME });
}
