import type { Cell } from '../domain/cell.js';
import { type Outcome, type OutcomeCounts, OUTCOMES, NO_OUTCOMES } from '../domain/outcome.js';
import { pushVarint } from '../domain/varint.js';
import { StoreError } from './errors.js';

/** All of a cell but its key. */
export type CellData = Pick<Cell, 'counts' | 'answered' | 'otherReplies' | 'coveredMinutes' | 'phases'>;

/**
 * The stored form of a cell's data, LEB128 numbers throughout: a set of bits saying which outcomes
 * occurred (bit n is the outcome of code n), their counts in order of code, then the length of the
 * answered histogram and its bytes, the same of the other replies (length 0: none), and last the
 * covered minutes.
 */
export function encodeCellData(data: CellData): Uint8Array {
  const head: number[] = [];
  let occurred = 0;
  for (let code = 0; code < OUTCOMES.length; code++) if (countOf(data.counts, code) > 0) occurred |= 1 << code;
  pushVarint(head, occurred);
  for (let code = 0; code < OUTCOMES.length; code++) {
    if (occurred & (1 << code)) pushVarint(head, countOf(data.counts, code));
  }
  return join(head, data.answered, data.otherReplies, data.coveredMinutes);
}

/**
 * Reads what `encodeCellData()` wrote; histograms and minutes are views of `bytes`.
 * Throws `StoreError` (`STORE_CORRUPT`) on anything else.
 */
export function decodeCellData(bytes: Uint8Array): CellData {
  const cursor = { bytes, offset: 0 };
  const counts: Record<Outcome, number> = { ...NO_OUTCOMES };
  const occurred = readVarint(cursor);
  if (occurred >= 1 << OUTCOMES.length) throw corrupt(`outcomes ${String(occurred)}, which this version does not know`);
  for (let code = 0; occurred >>> code !== 0; code++) {
    const outcome = OUTCOMES[code];
    if (outcome !== undefined && occurred & (1 << code)) counts[outcome] = readVarint(cursor);
  }
  const answered = readHistogram(cursor);
  const otherReplies = readHistogram(cursor);
  return { counts, answered, otherReplies, coveredMinutes: bytes.subarray(cursor.offset), phases: null };
}

interface Cursor {
  readonly bytes: Uint8Array;
  offset: number;
}

function countOf(counts: OutcomeCounts, code: number): number {
  return counts[OUTCOMES[code] ?? 'answered'];
}

function join(
  head: number[],
  answered: Uint8Array | null,
  otherReplies: Uint8Array | null,
  covered: Uint8Array,
): Uint8Array {
  pushVarint(head, answered?.length ?? 0);
  const between: number[] = [];
  pushVarint(between, otherReplies?.length ?? 0);
  const parts = [head, answered ?? [], between, otherReplies ?? [], covered];
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
