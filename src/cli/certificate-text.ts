import { DAY_MS } from '../domain/clock.js';
import { count } from './count.js';

/** When a certificate expires, or did: `certificate expires 2026-12-01 (in 8 days)`. Milliseconds since the epoch. */
export function certificateText(expiresAtMs: number, nowMs: number): string {
  const days = Math.floor((expiresAtMs - nowMs) / DAY_MS);
  const date = new Date(expiresAtMs).toISOString().slice(0, 10);
  return days < 0
    ? `certificate expired ${date} (${count(-days, 'day')} ago)`
    : `certificate expires ${date} (in ${count(days, 'day')})`;
}
