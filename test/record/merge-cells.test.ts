import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { PHASES } from '../../src/domain/phase.js';
import { HOUR_MS, MINUTE_MS } from '../../src/domain/clock.js';
import { decodeMinuteSet } from '../../src/domain/minute-set.js';
import { mergeHistograms } from '../../src/histogram/merge-histograms.js';
import { RttHistogram } from '../../src/histogram/rtt-histogram.js';
import { CellMerger } from '../../src/record/merge-cells.js';
import { minuteCell } from '../support/cell-samples.js';

const timeUs = fc.integer({ min: 1, max: 60_000_000 });
const minutes = fc.uniqueArray(fc.nat(59), { maxLength: 8 }).chain((offsets) =>
  fc.tuple(
    ...offsets.map((offset) =>
      fc
        .record({
          rttsUs: fc.array(timeUs, { maxLength: 5 }),
          phasesUs: fc.record({
            connect: fc.array(timeUs, { maxLength: 2 }),
            query: fc.array(timeUs, { maxLength: 2 }),
          }),
          timeout: fc.nat(3),
          prober_error: fc.nat(2),
        })
        .map(({ rttsUs, phasesUs, ...others }) =>
          minuteCell({ startMs: 5 * HOUR_MS + offset * MINUTE_MS, rttsUs, phasesUs, others }),
        ),
    ),
  ),
);

describe('CellMerger', () => {
  it('merge() adds counts, histograms and covered minutes up', () => {
    const merger = new CellMerger();
    fc.assert(
      fc.property(minutes, (parts) => {
        const hour = merger.merge(5 * HOUR_MS, parts, () => expect.unreachable());
        const histogram = new RttHistogram();
        for (const { answered } of parts) if (answered !== null) histogram.merge(answered);
        expect(hour.counts.answered).toBe(histogram.count);
        expect(hour.counts.timeout).toBe(parts.reduce((sum, part) => sum + part.counts.timeout, 0));
        expect(hour.answered).toEqual(histogram.count === 0 ? null : histogram.toBytes());
        for (const phase of PHASES) {
          const sum = mergeHistograms(parts.flatMap(({ phases }) => phases?.[phase] ?? []));
          expect(hour.phases?.[phase]).toEqual(sum.count === 0 ? undefined : sum.toBytes());
        }
        const covered = parts.filter((part) => part.coveredMinutes.length > 0);
        expect(decodeMinuteSet(hour.coveredMinutes)).toEqual(
          new Set(covered.map((part) => (part.startMs - 5 * HOUR_MS) / MINUTE_MS)),
        );
      }),
    );
  });

  it('merge() gives the same for a day whether it is made of minutes or of hours', () => {
    const merger = new CellMerger();
    const parts = [3, 70, 71, 1439].map((minute) =>
      minuteCell({ startMs: minute * MINUTE_MS, rttsUs: [minute, 5000], phasesUs: { tls: [minute] } }),
    );
    const hours = [0, 1, 23].map((hour) => {
      const startMs = hour * HOUR_MS;
      const within = parts.filter((part) => Math.floor(part.startMs / HOUR_MS) === hour);
      return { startMs, ...merger.merge(startMs, within, () => expect.unreachable()) };
    });
    expect(merger.merge(0, hours, () => expect.unreachable())).toEqual(
      merger.merge(0, parts, () => expect.unreachable()),
    );
  });
});
