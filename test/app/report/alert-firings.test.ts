import { describe, expect, it } from 'vitest';

import { firingsOf } from '../../../src/app/report/alert-firings.js';
import type { AlertLogEntry } from '../../../src/domain/alert-evidence.js';
import type { AlertCondition } from '../../../src/domain/alert-state.js';

function entry(atMs: number, from: AlertCondition, to: AlertCondition, alert = 'fast-burn'): AlertLogEntry {
  return {
    slo: 's',
    alert,
    severity: 'page',
    from,
    to,
    atMs,
    explanation: '',
    evidence: {} as AlertLogEntry['evidence'],
  };
}

const times = (before: AlertLogEntry[], within: AlertLogEntry[]) =>
  firingsOf(before, within).map(({ alert, fromMs, toMs }) => [alert, fromMs, toMs]);

describe('firingsOf()', () => {
  it('joins the beginning and the end of each, and knows no pending', () => {
    const within = [
      entry(10, 'ok', 'pending'),
      entry(12, 'pending', 'firing'),
      entry(20, 'firing', 'ok'),
      entry(30, 'ok', 'pending'),
      entry(31, 'pending', 'ok'),
    ];
    expect(times([], within)).toEqual([['fast-burn', 12, 20]]);
  });

  it('tells of one that fired before, and of one that still does', () => {
    expect(times([entry(1, 'ok', 'firing')], [entry(20, 'firing', 'ok'), entry(30, 'ok', 'firing', 'slow')])).toEqual([
      ['fast-burn', null, 20],
      ['slow', 30, null],
    ]);
    expect(times([entry(1, 'ok', 'firing')], [])).toEqual([['fast-burn', null, null]]);
    expect(times([entry(2, 'firing', 'ok'), entry(1, 'ok', 'firing')], [])).toEqual([]);
  });

  it('believes how an alert left a state of which no entry is kept', () => {
    expect(times([], [entry(20, 'firing', 'ok')])).toEqual([['fast-burn', null, 20]]);
  });
});
