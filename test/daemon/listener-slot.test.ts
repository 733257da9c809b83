import { describe, expect, it } from 'vitest';

import { ListenerSlot } from '../../src/daemon/listener-slot.js';

interface Address {
  readonly port: number;
}

function slotOn(taken: readonly number[]): { slot: ListenerSlot<Address, { close(): Promise<void> }>; log: string[] } {
  const log: string[] = [];
  const slot = new ListenerSlot((config: Address) => {
    const port = String(config.port);
    if (taken.includes(config.port)) return Promise.reject(new Error(`port ${port} is taken`));
    log.push(`start ${port}`);
    return Promise.resolve({
      close: () => {
        log.push(`close ${port}`);
        return Promise.resolve();
      },
    });
  });
  return { slot, log };
}

describe('ListenerSlot', () => {
  it('leaves a listener alone whose configuration did not change', async () => {
    const { slot, log } = slotOn([]);
    await slot.apply({ port: 1 });
    await slot.apply({ port: 1 });
    expect(log).toEqual(['start 1']);
  });

  it('replaces one whose configuration changed, and ends one that is no more wanted', async () => {
    const { slot, log } = slotOn([]);
    await slot.apply({ port: 1 });
    await slot.apply({ port: 2 });
    await slot.apply(null);
    expect(log).toEqual(['start 1', 'close 1', 'start 2', 'close 2']);
    expect(slot.listener).toBeNull();
  });

  it('goes back to the old one when the new one cannot start', async () => {
    const { slot, log } = slotOn([2]);
    await slot.apply({ port: 1 });
    await expect(slot.apply({ port: 2 })).rejects.toThrow('port 2 is taken');
    expect(log).toEqual(['start 1', 'close 1', 'start 1']);
    expect(slot.listener).not.toBeNull();
  });
});
