import { describe, expect, it } from 'vitest';

import { OneATurn } from '../../../../src/measure/transport/stream/one-a-turn.js';

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('OneATurn', () => {
  it('lets the first pass at once, and the others one in each turn, in order', async () => {
    const turns = new OneATurn();
    const passed: number[] = [];
    const wereAtOnce = [1, 2, 3].map((each) => turns.pass(() => void passed.push(each)));
    expect(wereAtOnce).toEqual([true, false, false]);
    const seen = [passed.length];
    for (let i = 0; i < 3; i++) {
      await nextTurn();
      seen.push(passed.length);
    }
    expect(seen).toEqual([1, 2, 3, 3]);
    expect(passed).toEqual([1, 2, 3]);
  });

  it('lets pass at once again in a later turn', async () => {
    const turns = new OneATurn();
    turns.pass(() => undefined);
    await nextTurn();
    expect(turns.pass(() => undefined)).toBe(true);
  });

  it('lets one who comes while others wait pass behind them', async () => {
    const turns = new OneATurn();
    const passed: string[] = [];
    turns.pass(() => undefined);
    turns.pass(() => turns.pass(() => void passed.push('from within')));
    turns.pass(() => void passed.push('last'));
    for (let i = 0; i < 4; i++) await nextTurn();
    expect(passed).toEqual(['last', 'from within']);
  });

  it('goes on after one that threw', async () => {
    const turns = new OneATurn();
    let passed = 0;
    expect(() =>
      turns.pass(() => {
        throw new Error('out of order');
      }),
    ).toThrow('out of order');
    turns.pass(() => passed++);
    await nextTurn();
    expect(passed).toBe(1);
  });

  it('forgets whoever waits when it is closed', async () => {
    const turns = new OneATurn();
    let passed = 0;
    for (let i = 0; i < 3; i++) turns.pass(() => passed++);
    turns.close();
    for (let i = 0; i < 3; i++) await nextTurn();
    expect(passed).toBe(1);
  });
});
