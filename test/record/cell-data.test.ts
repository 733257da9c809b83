import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { encodeMinuteSet } from '../../src/domain/minute-set.js';
import { NO_OUTCOMES, OUTCOMES } from '../../src/domain/outcome.js';
import { type CellData, decodeCellData, encodeCellData } from '../../src/record/cell-data.js';
import { StoreError } from '../../src/record/errors.js';
import { logNormalRtts } from '../support/log-normal.js';
import { minuteCell } from '../support/cell-samples.js';

const count = fc.oneof(fc.constant(0), fc.nat(100), fc.nat(Number.MAX_SAFE_INTEGER));
const histogram = fc.option(fc.uint8Array({ minLength: 1, maxLength: 300 }), { nil: null });
const cellData: fc.Arbitrary<CellData> = fc.record({
  counts: fc.tuple(...OUTCOMES.map(() => count)).map((counts) => ({
    ...NO_OUTCOMES,
    ...Object.fromEntries(OUTCOMES.map((outcome, code) => [outcome, counts[code] ?? 0])),
  })),
  answered: histogram,
  otherReplies: histogram,
  coveredMinutes: fc.uniqueArray(fc.nat(1439)).map(encodeMinuteSet),
  phases: fc.constant(null),
});

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
});

describe('decodeCellData()', () => {
  it.each([
    ['end within a number', []],
    ['outcomes 512', [0x80, 0x04]],
    ['a histogram of 9 bytes beyond its end', [1, 60, 9, 1]],
    ['more than 8 bytes', [1, 255, 255, 255, 255, 255, 255, 255, 255, 255]],
  ])('refuses corrupt bytes: %s', (found, bytes) => {
    expect(() => decodeCellData(Uint8Array.from(bytes))).toThrow(StoreError);
    expect(() => decodeCellData(Uint8Array.from(bytes))).toThrow(found);
  });
});
