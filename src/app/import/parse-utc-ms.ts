import { MINUTE_MS } from '../../domain/clock.js';

const ISO_TIME = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}):([0-5]\d(?:[.,]\d{1,9})?)(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/**
 * Milliseconds since the epoch (fractional) of an ISO 8601 time with seconds and zone, from 1970
 * on; `null` for anything else, dates that no calendar has included.
 */
export function parseUtcMs(text: string): number | null {
  const [, minute, seconds, zone] = ISO_TIME.exec(text) ?? [];
  if (minute === undefined || seconds === undefined || zone === undefined) return null;
  const minuteMs = minuteOf(minute);
  if (minuteMs === null) return null;
  const timeMs = minuteMs + Number(seconds.replace(',', '.')) * 1000 - offsetMs(zone);
  return timeMs < 0 ? null : timeMs;
}

/** Lines of one minute mostly come one after the other. */
let last: { readonly text: string; readonly ms: number | null } = { text: '', ms: null };

function minuteOf(text: string): number | null {
  if (last.text !== text) last = { text, ms: parseMinute(text) };
  return last.ms;
}

/** Date.parse takes 30 February for 2 March: only what reads the same again is a date. */
function parseMinute(text: string): number | null {
  const ms = Date.parse(`${text}:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text) ? ms : null;
}

function offsetMs(zone: string): number {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return (zone.startsWith('-') ? -minutes : minutes) * MINUTE_MS;
}
