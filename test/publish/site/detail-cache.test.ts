import { describe, expect, it, vi } from 'vitest';

import { silentLog } from '../../../src/domain/log.js';
import { DetailCache } from '../../../src/publish/site/detail-cache.js';

function rig(maxEntries = 10) {
  const clock = { ms: 1_000_000, nowMs: () => clock.ms };
  const log = { ...silentLog, warn: vi.fn() };
  const cache = new DetailCache({ clock, log, maxEntries });
  const read = vi.fn(() => Promise.resolve(`read ${String(read.mock.calls.length)}`));
  const admit = vi.fn();
  return { clock, log, cache, read, admit, get: (key = 'a') => cache.get(key, 60_000, read, admit) };
}

const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

describe('DetailCache', () => {
  it('reads once however many ask, and asks for admission of the first only', async () => {
    const { get, read, admit } = rig();
    expect(await Promise.all([get(), get(), get()])).toEqual(['read 1', 'read 1', 'read 1']);
    expect(await get()).toBe('read 1');
    expect([read.mock.calls.length, admit.mock.calls.length]).toEqual([1, 1]);
  });

  it('shows what is too old while it is read anew, once', async () => {
    const { clock, get, read, admit } = rig();
    await get();
    clock.ms += 60_001;
    expect([get(), get()]).toEqual(['read 1', 'read 1']);
    await settled();
    expect(get()).toBe('read 2');
    expect([read.mock.calls.length, admit.mock.calls.length]).toEqual([2, 2]);
  });

  it('waits for what nobody asked for in a long time', async () => {
    const { clock, get } = rig();
    await get();
    clock.ms += 600_001;
    expect(await get()).toBe('read 2');
  });

  it('reads nothing for who is not admitted, and shows what there is all the same', async () => {
    const { clock, cache, get, read } = rig();
    const refuse = (): never => {
      throw new Error('too often');
    };
    expect(() => cache.get('a', 60_000, read, refuse)).toThrow('too often');
    await get();
    clock.ms += 60_001;
    expect(cache.get('a', 60_000, read, refuse)).toBe('read 1');
    await settled();
    expect(read).toHaveBeenCalledTimes(1);
    // Another's question has it read.
    expect(get()).toBe('read 1');
    await settled();
    expect(get()).toBe('read 2');
  });

  it('keeps what was read where reading it anew fails, and says so', async () => {
    const { clock, get, read, log } = rig();
    await get();
    clock.ms += 60_001;
    read.mockRejectedValueOnce(new Error('disk'));
    expect(get()).toBe('read 1');
    await settled();
    expect(log.warn).toHaveBeenCalledTimes(1);
    expect(get()).toBe('read 1');
    await settled();
    expect(get()).toBe('read 3');
  });

  it('rejects where there is nothing to show, and reads again for the next', async () => {
    const { get, read } = rig();
    read.mockRejectedValueOnce(new Error('disk'));
    await expect(get()).rejects.toThrow('disk');
    expect(await get()).toBe('read 2');
  });

  it('forgets first what nobody asked for longest', async () => {
    const { get, read } = rig(2);
    await get('a');
    await get('b');
    await get('a');
    await get('c');
    expect(await get('a')).toBe('read 1');
    await get('b');
    expect(read).toHaveBeenCalledTimes(4);
  });
});
