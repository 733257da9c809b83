import { PHASES } from '../domain/phase.js';
import type { Cell } from '../domain/cell.js';
import { DAY_MS, MINUTE_MS } from '../domain/clock.js';
import { forEachMinuteRun } from '../domain/minute-set.js';
import { type Outcome, type OutcomeCounts, OUTCOMES, NO_OUTCOMES } from '../domain/outcome.js';
import { pushVarint } from '../domain/varint.js';
import { StoreError } from './errors.js';
import { phaseHistograms } from './phase-histograms.js';

/** All of a cell but its key. */
export type CellData = Pick<Cell, 'counts' | 'answered' | 'otherReplies' | 'coveredMinutes' | 'phases'>;

/**
 * The stored form of a cell's data, LEB128 numbers throughout: a set of bits saying which outcomes
 * occurred (bit n is the outcome of code n) and whether there are phases (`HAS_PHASES`), the
 * outcomes' counts in order of code, then the length of the answered histogram and its bytes, the
 * same of the other replies (length 0: none), where there are phases the same of each in the order
 * of `PHASES`, and last the covered minutes.
 */
export function encodeCellData(data: CellData): Uint8Array {
  const parts: Uint8Array[] = [encodeCounts(data)];
  pushHistogram(parts, data.answered);
  pushHistogram(parts, data.otherReplies);
  if (data.phases !== null) for (const phase of PHASES) pushHistogram(parts, data.phases[phase] ?? null);
  parts.push(data.coveredMinutes);
  return join(parts);
}

/** The last bit that a number of two bytes has: far above the outcomes, of which there may be more one day. */
const HAS_PHASES = 1 << 13;

/**
 * Reads what `encodeCellData()` wrote of a cell of so many minutes; histograms (which may be damaged
 * in themselves) and minutes are views of `bytes`. Throws `StoreError` (`STORE_CORRUPT`) on anything else.
 */
export function decodeCellData(bytes: Uint8Array, minutes = MINUTES_OF_A_DAY): CellData {
  const cursor = { bytes, offset: 0 };
  const flags = readVarint(cursor);
  const counts = readCounts(cursor, flags < 2 * HAS_PHASES ? flags & ~HAS_PHASES : flags);
  const answered = readHistogram(cursor);
  const otherReplies = readHistogram(cursor);
  const phases = flags & HAS_PHASES ? phaseHistograms(() => readHistogram(cursor)) : null;
  const coveredMinutes = bytes.subarray(cursor.offset);
  refuseMinutesBeyond(coveredMinutes, minutes);
  return { counts, answered, otherReplies, coveredMinutes, phases };
}

function encodeCounts({ counts, phases }: CellData): Uint8Array {
  let flags = phases === null ? 0 : HAS_PHASES;
  OUTCOMES.forEach((outcome, code) => {
    if (counts[outcome] > 0) flags |= 1 << code;
  });
  const bytes: number[] = [];
  pushVarint(bytes, flags);
  for (const outcome of OUTCOMES) if (counts[outcome] > 0) pushVarint(bytes, counts[outcome]);
  return Uint8Array.from(bytes);
}

function readCounts(cursor: Cursor, occurred: number): OutcomeCounts {
  if (occurred >= 1 << OUTCOMES.length) throw corrupt(`outcomes ${String(occurred)}, which this version does not know`);
  const counts: Record<Outcome, number> = { ...NO_OUTCOMES };
  OUTCOMES.forEach((outcome, code) => {
    if (occurred & (1 << code)) counts[outcome] = readVarint(cursor);
  });
  return counts;
}

const MINUTES_OF_A_DAY = DAY_MS / MINUTE_MS;

function refuseMinutesBeyond(coveredMinutes: Uint8Array, minutes: number): void {
  const end = endOfMinutes(coveredMinutes);
  if (end === null) throw corrupt('covered minutes that end within a number');
  if (end > minutes) throw corrupt(`covered minutes up to ${String(end)} of ${String(minutes)}`);
}

/** `null` where the bytes are no set of minutes. */
function endOfMinutes(coveredMinutes: Uint8Array): number | null {
  let end = 0;
  try {
    forEachMinuteRun(coveredMinutes, (_from, to) => (end = to));
    return end;
  } catch {
    return null;
  }
}

interface Cursor {
  readonly bytes: Uint8Array;
  offset: number;
}

function pushHistogram(parts: Uint8Array[], histogram: Uint8Array | null): void {
  const length: number[] = [];
  pushVarint(length, histogram?.length ?? 0);
  parts.push(Uint8Array.from(length));
  if (histogram !== null) parts.push(histogram);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

function readHistogram(cursor: Cursor): Uint8Array | null {
  const length = readVarint(cursor);
  const end = cursor.offset + length;
  if (end > cursor.bytes.length) throw corrupt(`a histogram of ${String(length)} bytes beyond its end`);
  const histogram = length === 0 ? null : cursor.bytes.subarray(cursor.offset, end);
  cursor.offset = end;
  return histogram;
}

function readVarint(cursor: Cursor): number {
  let value = 0;
  for (let scale = 1; scale <= 2 ** 49; scale *= 0x80) {
    const byte = cursor.bytes[cursor.offset++];
    if (byte === undefined) throw corrupt(`${String(cursor.bytes.length)} bytes that end within a number`);
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return value;
  }
  throw corrupt('a number of more than 8 bytes');
}

function corrupt(found: string): StoreError {
  return new StoreError('STORE_CORRUPT', `reading a cell: data that this program wrote is required, found ${found}`);
}
