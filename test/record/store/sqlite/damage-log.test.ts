import { describe, expect, it } from 'vitest';

import type { CellDamage } from '../../../../src/record/cell-damage.js';
import { DamageLog } from '../../../../src/record/store/sqlite/damage-log.js';

const MOST = 10_000;

describe('DamageLog', () => {
  it('tells of 10,000 rows at most, and counts each of all of them once', () => {
    const told: CellDamage[] = [];
    const log = new DamageLog(
      'store.db',
      () => null,
      (damage) => told.push(damage),
    );
    const tell = (start: number) => log.tell('minute', { start, series: 1, source: 0 }, new Error('unreadable'));
    for (let start = 0; start < MOST; start++) tell(start);
    expect([told.length, log.count]).toEqual([MOST, MOST]);
    // Twice: what is read again has not changed once more.
    for (let round = 0; round < 2; round++) {
      for (let start = MOST - 5; start < MOST + 7; start++) tell(start);
      expect([told.length, log.count]).toEqual([MOST, MOST + 7]);
    }
  });
});
