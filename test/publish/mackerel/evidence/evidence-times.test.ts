import { describe, expect, it } from 'vitest';

import { HOUR_MS, MINUTE_MS } from '../../../../src/domain/clock.js';
import { dueEvidence, EVIDENCE_SPAN_MS } from '../../../../src/publish/mackerel/evidence/evidence-times.js';
import { toldOf } from '../../../support/mackerel-webhooks.js';

const minutes = (due: ReturnType<typeof dueEvidence>) => due.map(({ atMs }) => atMs / MINUTE_MS);

describe('dueEvidence()', () => {
  it('is due as an alert is told of, soon after, and then each hour for a day', () => {
    const due = minutes(dueEvidence([toldOf('a', 0)], -1, 100 * HOUR_MS));
    expect(due.slice(0, 8)).toEqual([0, 1, 3, 10, 30, 60, 120, 180]);
    expect(due.at(-1)).toBe(24 * 60);
    expect(24 * HOUR_MS).toBeLessThan(EVIDENCE_SPAN_MS);
  });

  it('is due as an alert closes, twice after that, and no more', () => {
    const told = [toldOf('a', 0), toldOf('a', 5 * MINUTE_MS, false)];
    expect(minutes(dueEvidence(told, -1, 100 * HOUR_MS))).toEqual([0, 1, 3, 5, 6, 9]);
  });

  it('is due again when Mackerel tells again, also of another status', () => {
    const told = [toldOf('a', 0), toldOf('a', 2 * MINUTE_MS)];
    expect(minutes(dueEvidence(told, -1, 4 * MINUTE_MS))).toEqual([0, 1, 2, 3]);
  });

  it('is due once, whenever one looks, and of several alerts in order', () => {
    const told = [toldOf('a', 0), toldOf('b', 30_000)];
    const whole = dueEvidence(told, -1, 10 * MINUTE_MS);
    const looks = [0, 20_000, 60_000, 60_001, 3 * MINUTE_MS, 10 * MINUTE_MS];
    const pieces = looks.flatMap((toMs, i) => dueEvidence(told, looks[i - 1] ?? -1, toMs));
    expect(pieces).toEqual(whole);
    expect(whole.slice(0, 4).map(({ alert }) => alert)).toEqual(['a', 'b', 'a', 'b']);
  });
});
