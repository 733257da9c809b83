import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { PHASES } from '../../src/domain/phase.js';
import { encodeMinuteSet } from '../../src/domain/minute-set.js';
import { NO_OUTCOMES, OUTCOMES } from '../../src/domain/outcome.js';
import { type CellData, decodeCellData, encodeCellData } from '../../src/record/cell-data.js';
import { StoreError } from '../../src/record/errors.js';
import { logNormalRtts } from '../support/log-normal.js';
import { minuteCell } from '../support/cell-samples.js';

const count = fc.oneof(fc.constant(0), fc.nat(100), fc.nat(Number.MAX_SAFE_INTEGER));
const someHistogram = fc.uint8Array({ minLength: 1, maxLength: 300 });
const histogram = fc.option(someHistogram, { nil: null });
const cellData: fc.Arbitrary<CellData> = fc.record({
  counts: fc.tuple(...OUTCOMES.map(() => count)).map((counts) => ({
    ...NO_OUTCOMES,
    ...Object.fromEntries(OUTCOMES.map((outcome, code) => [outcome, counts[code] ?? 0])),
  })),
  answered: histogram,
  otherReplies: histogram,
  coveredMinutes: fc.uniqueArray(fc.nat(1439)).map(encodeMinuteSet),
  phases: fc
    .subarray([...PHASES])
    .chain((phases) => fc.record(Object.fromEntries(phases.map((phase) => [phase, someHistogram]))))
    .map((phases) => (Object.keys(phases).length === 0 ? null : phases)),
});

/** A minute as it was written before there were phases: answered 1, timeouts 2, a histogram of 2 bytes, covered. */
const OLD_BYTES = Uint8Array.of(0b1_0001, 1, 2, 2, 7, 9, 0, 0, 1);

describe('encodeCellData()', () => {
  it('is read back by decodeCellData()', () => {
    fc.assert(
      fc.property(cellData, (data) => {
        expect(decodeCellData(encodeCellData(data))).toEqual(data);
      }),
    );
  });

  it('adds 6 bytes to the histogram of a minute in which all was answered', () => {
    const rttsUs = logNormalRtts({ seed: 1, count: 60, medianUs: 20_000, sigma: 1 });
    const cell = minuteCell({ startMs: 0, rttsUs });
    expect(encodeCellData(cell).length - (cell.answered?.length ?? 0)).toBe(6);
  });

  it('takes not a byte more than before there were phases, for a cell without any', () => {
    const data: CellData = {
      counts: { ...NO_OUTCOMES, answered: 1, timeout: 2 },
      answered: Uint8Array.of(7, 9),
      otherReplies: null,
      coveredMinutes: encodeMinuteSet([0]),
      phases: null,
    };
    expect(encodeCellData(data)).toEqual(OLD_BYTES);
    expect(decodeCellData(OLD_BYTES)).toEqual(data);
  });

  it('takes up to 5 bytes for the phases of a minute besides their histograms', () => {
    const cell = minuteCell({ startMs: 0, rttsUs: [1000, 2000] });
    const query = new Uint8Array(70).fill(1);
    const more = encodeCellData({ ...cell, phases: { query } }).length - encodeCellData(cell).length;
    expect(more - query.length).toBeLessThanOrEqual(5);
  });
});

describe('decodeCellData()', () => {
  it.each([
    ['end within a number', []],
    ['outcomes 512', [0x80, 0x04]],
    ['outcomes 512', [0x80, 0x44]],
    ['outcomes 24576', [0x80, 0xc0, 0x01]],
    ['a histogram of 9 bytes beyond its end', [0x80, 0x40, 0, 0, 0, 9]],
    ['a histogram of 9 bytes beyond its end', [1, 60, 9, 1]],
    ['more than 8 bytes', [1, 255, 255, 255, 255, 255, 255, 255, 255, 255]],
  ])('refuses corrupt bytes: %s', (found, bytes) => {
    expect(() => decodeCellData(Uint8Array.from(bytes))).toThrow(StoreError);
    expect(() => decodeCellData(Uint8Array.from(bytes))).toThrow(found);
  });
});
