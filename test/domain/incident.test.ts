import { describe, expect, it } from 'vitest';

import { incidentState, lastRecordedAtMs } from '../../src/domain/incident.js';

describe('incidentState()', () => {
  it('is that of the last update, and resolved once it was', () => {
    const of = (...states: readonly ('identified' | 'monitoring' | 'resolved')[]) =>
      incidentState({ updates: states.map((state) => ({ state, atMs: 0 })) });
    expect([of(), of('identified'), of('identified', 'monitoring')]).toEqual([
      'investigating',
      'identified',
      'monitoring',
    ]);
    expect([of('resolved'), of('resolved', 'monitoring')]).toEqual(['resolved', 'resolved']);
  });
});

describe('lastRecordedAtMs()', () => {
  it('is when the last update was entered, or the post-mortem', () => {
    const updates = [{ recordedAtMs: 5 }, { recordedAtMs: 3 }];
    expect(lastRecordedAtMs({ updates, postMortemAtMs: null })).toBe(5);
    expect(lastRecordedAtMs({ updates, postMortemAtMs: 4 })).toBe(5);
    expect(lastRecordedAtMs({ updates, postMortemAtMs: 9 })).toBe(9);
  });
});
