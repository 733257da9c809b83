import { failedEnd, type OnAttemptEnd, type Sending } from '../../attempt.js';

export const SENT_TOO_LATE = 'sent too late';

/** Ends an attempt that comes later than it may be sent: that is our own doing. Returns whether it did. */
export function isTooLate(
  { sendByMs }: Sending,
  { monotonicMs }: { readonly monotonicMs: () => number },
  onEnd: OnAttemptEnd,
): boolean {
  if (monotonicMs() <= sendByMs) return false;
  onEnd(failedEnd('prober_error', null, { detail: SENT_TOO_LATE }));
  return true;
}
