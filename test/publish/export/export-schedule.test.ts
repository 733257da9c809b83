import { describe, expect, it } from 'vitest';

import {
  afterExport,
  afterFailedExport,
  isExportDue,
  NO_EXPORTS,
} from '../../../src/publish/export/export-schedule.js';

const EVERY_MS = 60_000;
const T0 = 1_000_000_000;

describe('isExportDue()', () => {
  it('exports at once after a start, whatever for', () => {
    expect(isExportDue('figures', NO_EXPORTS, EVERY_MS, T0)).toBe(true);
    expect(isExportDue('records', NO_EXPORTS, EVERY_MS, T0)).toBe(true);
  });

  it('lets figures wait for `every` since the last beginning, and records never', () => {
    const past = afterExport(T0, 500);
    expect(isExportDue('figures', past, EVERY_MS, T0 + EVERY_MS - 1)).toBe(false);
    expect(isExportDue('figures', past, EVERY_MS, T0 + EVERY_MS)).toBe(true);
    expect(isExportDue('records', past, EVERY_MS, T0 + 501)).toBe(true);
  });

  it('rests as long as an export took where that is long', () => {
    const past = afterExport(T0, 45_000);
    expect(isExportDue('figures', past, EVERY_MS, T0 + 89_999)).toBe(false);
    expect(isExportDue('figures', past, EVERY_MS, T0 + 90_000)).toBe(true);
  });

  it('backs off after failures, longer each time up to a minute, for records too', () => {
    let past = afterExport(T0, 500);
    const waits = Array.from({ length: 8 }, () => {
      past = afterFailedExport(past, T0, () => 0);
      return past.notBeforeMs! - T0;
    });
    expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
    expect(isExportDue('records', past, EVERY_MS, T0 + 59_999)).toBe(false);
    expect(isExportDue('records', past, EVERY_MS, T0 + 60_000)).toBe(true);
    expect(isExportDue('figures', past, EVERY_MS, T0 + 60_000)).toBe(true);
    expect(afterExport(T0, 1)).toMatchObject({ failures: 0, notBeforeMs: null });
  });

  it('waits no longer where the clock was put back by a day', () => {
    const dayBefore = T0 - 86_400_000;
    expect(isExportDue('figures', afterExport(T0, 500), EVERY_MS, dayBefore)).toBe(true);
    expect(
      isExportDue(
        'records',
        afterFailedExport(afterExport(T0, 1), T0, () => 0),
        EVERY_MS,
        dayBefore,
      ),
    ).toBe(true);
  });
});
