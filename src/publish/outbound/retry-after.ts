import { HOUR_MS } from '../../domain/clock.js';

/** A header beyond this is taken for a mistake of the other side. */
const LONGEST_MS = HOUR_MS;

/**
 * Milliseconds to wait by a `Retry-After` header (RFC 9110 §10.2.3: seconds or a date), an hour at
 * most; 0 if there is none, or none that can be read.
 */
export function retryAfterMs(header: string | null, nowMs: number): number {
  if (header === null) return 0;
  const text = header.trim();
  const waitMs = /^[0-9]{1,10}$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - nowMs;
  return Number.isFinite(waitMs) ? Math.min(LONGEST_MS, Math.max(0, waitMs)) : 0;
}
