import { describe, expect, it } from 'vitest';

import { SpacedReading } from '../../../src/publish/export/spaced-reading.js';

/** Readings that each take so long, and the time that goes by. */
function rig(tookMs: number) {
  const clock = { ms: 5_000_000, nowMs: () => clock.ms };
  let readings = 0;
  const reading = new SpacedReading(clock, () => clock.ms);
  const read = () => {
    clock.ms += tookMs;
    return Promise.resolve(++readings);
  };
  return { clock, reading, read };
}

describe('SpacedReading', () => {
  it('gives what is known until it is older than wished', async () => {
    const { clock, reading, read } = rig(5);
    expect(await reading.get('a', 60_000, false, read)).toBe(1);
    clock.ms += 59_000;
    expect(await reading.get('a', 60_000, false, read)).toBe(1);
    clock.ms += 1_000;
    expect(await reading.get('a', 60_000, false, read)).toBe(2);
  });

  it('makes do with what is ten times older in a hurry, and reads what is not known', async () => {
    const { clock, reading, read } = rig(5);
    expect(await reading.get('a', 60_000, true, read)).toBe(1);
    clock.ms += 599_000;
    expect(await reading.get('a', 60_000, true, read)).toBe(1);
    clock.ms += 1_000;
    expect(await reading.get('a', 60_000, true, read)).toBe(2);
  });

  it('reads so seldom that all of it takes a tenth of the time', async () => {
    const { clock, reading, read } = rig(5_000);
    for (const key of ['a', 'b', 'c', 'd']) await reading.get(key, 60_000, false, read);
    clock.ms += 199_000;
    expect(reading.isDue('d', 60_000, false)).toBe(false);
    clock.ms += 1_000;
    expect(reading.isDue('d', 60_000, false)).toBe(true);
    reading.keepOnly(new Set(['d']));
    clock.ms -= 140_000;
    expect(reading.isDue('d', 60_000, false)).toBe(true);
  });

  it('remembers when it read what is not to be kept, and nothing where reading fails', async () => {
    const { reading, read } = rig(5);
    expect(await reading.readOnce('a', read)).toBe(1);
    expect(reading.isDue('a', 60_000, false)).toBe(false);
    await expect(reading.get('b', 60_000, false, () => Promise.reject(new Error('locked')))).rejects.toThrow('locked');
    expect(reading.isDue('b', 60_000, false)).toBe(true);
  });
});
