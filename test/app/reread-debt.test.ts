import { describe, expect, it } from 'vitest';

import { RereadDebt } from '../../src/app/reread-debt.js';

const SECOND = 1000;

describe('RereadDebt', () => {
  it('lets reading that takes 30 s be followed by another at once', () => {
    const debt = new RereadDebt();
    expect(debt.mustRest(0)).toBe(false);
    debt.add(0, 30 * SECOND);
    expect(debt.mustRest(30 * SECOND)).toBe(false);
    debt.add(30 * SECOND, 32 * SECOND);
    expect(debt.mustRest(32 * SECOND)).toBe(true);
  });

  it('is paid off by a tenth of the time that goes by, and never saved up', () => {
    const debt = new RereadDebt();
    debt.add(1000 * SECOND, 1060 * SECOND);
    expect(debt.mustRest(1359 * SECOND)).toBe(true);
    expect(debt.mustRest(1361 * SECOND)).toBe(false);
    debt.add(90_000 * SECOND, 90_031 * SECOND);
    expect(debt.mustRest(90_031 * SECOND)).toBe(true);
  });

  it('leaves history that changes all the time a tenth of the time', () => {
    const debt = new RereadDebt();
    let reading = 0;
    for (let now = 0; now < 86_400 * SECOND; now += SECOND) {
      if (debt.mustRest(now)) continue;
      debt.add(now, now + 5 * SECOND);
      reading += 5;
      now += 5 * SECOND;
    }
    expect(reading / 86_400).toBeGreaterThan(0.09);
    expect(reading / 86_400).toBeLessThan(0.12);
  });
});
