/** Where time is needed it is passed in, so that a test can decide what time it is. */
export interface Clock {
  /** Wall time, milliseconds since the Unix epoch (may be fractional). */
  nowMs(): number;
}

export const systemClock: Clock = { nowMs: () => Date.now() };

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** The largest multiple of `stepMs` since the epoch that is not after `timeMs`. */
export function floorTo(timeMs: number, stepMs: number): number {
  return Math.floor(timeMs / stepMs) * stepMs;
}

/** The smallest multiple of `stepMs` since the epoch that is not before `timeMs`. */
export function ceilTo(timeMs: number, stepMs: number): number {
  return Math.ceil(timeMs / stepMs) * stepMs;
}

/** ISO 8601 in UTC, without milliseconds where they are zero: `2026-10-01T00:00:00Z`. */
export function isoTime(timeMs: number): string {
  const text = new Date(timeMs).toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}
