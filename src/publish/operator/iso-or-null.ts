import { isoTime } from '../../domain/clock.js';

export function isoOrNull(timeMs: number | null): string | null {
  return timeMs === null ? null : isoTime(timeMs);
}
