import { isOutcome, isReplied, type Outcome, OUTCOMES, outcomeCode } from '../../domain/outcome.js';
import { NAME_PATTERN } from '../../domain/series.js';
import type { ImportedAttempts } from './import-store.js';
import { parseUtcMs } from './parse-utc-ms.js';

export interface LineContext {
  /** Stands where a line names no vantage. */
  readonly vantage: string;
  /** Later times are refused. */
  readonly nowMs: number;
}

/** What is wrong with a line; `pointer` is a JSON pointer (RFC 6901), empty for the whole line. */
export interface LineFault {
  readonly pointer: string;
  readonly message: string;
}

const NAME = new RegExp(NAME_PATTERN);
const RCODE = /^[A-Z][A-Z0-9]{1,31}$/;
const MAX_COUNT = 1_000_000_000;
const KEYS = new Set(['time', 'vantage', 'probe', 'resolver', 'query', 'outcome', 'rttUs', 'rcode', 'count']);

/**
 * Reads one line of an import (docs/reference/interfaces.md): a JSON object with `time` (ISO 8601 with its
 * zone, not in the future), `probe`, `resolver` and `outcome`, and where wanted `vantage`, `query`
 * (default `default`), `count` (default 1) and `rcode` (checked, not kept). `rttUs`, microseconds,
 * is required of outcomes for which a reply came and forbidden for the others. Unknown keys are faults.
 */
export function parseImportLine(text: string, context: LineContext): ImportedAttempts | LineFault {
  const line = parseObject(text);
  if (line === null) return { pointer: '', message: `a JSON object is required, found ${shown(text)}` };
  const timeMs = typeof line['time'] === 'string' ? parseUtcMs(line['time']) : null;
  return findFault(line, timeMs, context) ?? toAttempts(line, timeMs ?? NaN, context);
}

export function isFault(result: ImportedAttempts | LineFault): result is LineFault {
  return 'message' in result;
}

type JsonObject = Readonly<Record<string, unknown>>;

function parseObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
  } catch {
    return null;
  }
}

/** The first thing that is wrong. Hand-written, for it is asked 50,000 times a second and more. */
function findFault(line: JsonObject, timeMs: number | null, context: LineContext): LineFault | null {
  for (const key in line) if (!KEYS.has(key)) return fault(escapePointer(key), 'unknown key');
  return (
    timeFault(line['time'], timeMs, context.nowMs) ??
    nameFault(line, 'probe', true) ??
    nameFault(line, 'resolver', true) ??
    nameFault(line, 'vantage', false) ??
    nameFault(line, 'query', false) ??
    outcomeFault(line['outcome'], line['rttUs']) ??
    countFault(line['count']) ??
    rcodeFault(line['rcode'])
  );
}

function toAttempts(line: JsonObject, timeMs: number, context: LineContext): ImportedAttempts {
  return {
    series: {
      vantage: (line['vantage'] as string | undefined) ?? context.vantage,
      probe: line['probe'] as string,
      resolver: line['resolver'] as string,
      query: (line['query'] as string | undefined) ?? 'default',
    },
    timeMs,
    outcomeCode: outcomeCode(line['outcome'] as Outcome),
    rttUs: (line['rttUs'] as number | undefined) ?? NaN,
    count: (line['count'] as number | undefined) ?? 1,
  };
}

function timeFault(time: unknown, timeMs: number | null, nowMs: number): LineFault | null {
  if (timeMs === null) {
    return required('time', 'an ISO 8601 time with its zone, such as 2026-10-01T00:00:00.250Z, from 1970 on', time);
  }
  return timeMs > nowMs ? required('time', 'a time that has been', time) : null;
}

function nameFault(line: JsonObject, key: string, isRequired: boolean): LineFault | null {
  const name = line[key];
  if (name === undefined && !isRequired) return null;
  if (typeof name === 'string' && NAME.test(name)) return null;
  return required(key, 'a name of 1 to 63 letters, digits, ".", "_" and "-", beginning with a letter or digit', name);
}

function outcomeFault(outcome: unknown, rttUs: unknown): LineFault | null {
  if (typeof outcome !== 'string' || !isOutcome(outcome)) {
    return required('outcome', `one of ${OUTCOMES.join(', ')}`, outcome);
  }
  if (!isReplied(outcome)) {
    return rttUs === undefined
      ? null
      : fault('rttUs', `must be absent with outcome ${outcome}, for which no reply came`);
  }
  if (typeof rttUs === 'number' && rttUs >= 0 && Number.isFinite(rttUs)) return null;
  return required('rttUs', `a number of microseconds (with outcome ${outcome}, for which a reply came)`, rttUs);
}

function countFault(count: unknown): LineFault | null {
  if (count === undefined) return null;
  if (typeof count === 'number' && Number.isInteger(count) && count >= 1 && count <= MAX_COUNT) return null;
  return required('count', `a whole number from 1 to ${String(MAX_COUNT)}`, count);
}

function rcodeFault(rcode: unknown): LineFault | null {
  if (rcode === undefined || (typeof rcode === 'string' && RCODE.test(rcode))) return null;
  return required('rcode', 'the name of an rcode, such as NOERROR', rcode);
}

function required(key: string, what: string, found: unknown): LineFault {
  return fault(key, `${what} is required, found ${found === undefined ? 'nothing' : shown(JSON.stringify(found))}`);
}

function fault(key: string, message: string): LineFault {
  return { pointer: `/${key}`, message };
}

function escapePointer(key: string): string {
  return shown(key).replaceAll('~', '~0').replaceAll('/', '~1');
}

/** At most 60 characters of what a user wrote, on one line and without control characters. */
function shown(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  const plain = text.slice(0, 60).replace(/[\u0000-\u001f\u007f-\u009f]/g, '\ufffd');
  return text.length > 60 ? `${plain}…` : plain;
}
