import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import type { AlertStateStore } from '../../../../src/app/ports.js';
import type { AlertState } from '../../../../src/domain/alert-state.js';
import type { GoodAddresses, Outbox } from '../../../../src/publish/ports.js';
import { openStore } from '../../../../src/record/store/sqlite/open-store.js';
import { tempFolder, tempStore } from '../../../support/temp-store.js';

describe('AlertStateTable', () => {
  const firing: AlertState = { slo: 'a', alert: 'fast-burn', state: 'firing', sinceMs: 1234.5, quietEvaluations: 1 };

  it('keeps states over restarts and replaces only those named', async () => {
    const file = join(tempFolder(), 'store.db');
    const other: AlertState = { ...firing, alert: 'slow-burn', state: 'ok', sinceMs: null, quietEvaluations: 0 };
    const first = openStore({ file, access: 'daemon' });
    const states: AlertStateStore = first.alertStates;
    await states.saveAlertStates([firing, other], []);
    await states.saveAlertStates([{ ...firing, quietEvaluations: 2 }], []);
    first.close();
    expect(await tempStore({ file }).alertStates.loadAlertStates()).toEqual([
      { ...firing, quietEvaluations: 2 },
      other,
    ]);
  });

  it('takes no state at all for nothing to do', async () => {
    const { alertStates } = tempStore();
    await alertStates.saveAlertStates([], []);
    expect(await alertStates.loadAlertStates()).toEqual([]);
  });
});

describe('OutboxTable', () => {
  const entry = (timeMs: number) => ({ timeMs, payload: JSON.stringify({ timeMs }) });
  const outbox = (): Outbox => tempStore().outbox;

  it('enqueue() moves the watermark with the entries, of each channel by itself', async () => {
    const box = outbox();
    expect(await box.watermark('a')).toBeNull();
    await box.enqueue('a', [entry(1)], 60_000);
    await box.enqueue('a', [], 120_000);
    await box.enqueue('b', [entry(2)], 5);
    expect([await box.watermark('a'), await box.watermark('b')]).toEqual([120_000, 5]);
    expect((await box.next('a', 10)).map(({ timeMs }) => timeMs)).toEqual([1]);
  });

  it('next() gives the oldest that are not parked, in order of time, then of insertion', async () => {
    const box = outbox();
    await box.enqueue('a', [entry(30), entry(10)], 0);
    await box.enqueue('a', [entry(10), entry(20)], 0);
    const all = await box.next('a', 10);
    expect(all.map(({ id, timeMs }) => [timeMs, id])).toEqual([
      [10, 2],
      [10, 3],
      [20, 4],
      [30, 1],
    ]);
    expect(all[0]!.payload).toBe('{"timeMs":10}');
    expect((await box.next('a', 2)).map(({ id }) => id)).toEqual([2, 3]);
    await box.park([2], 'refused: 400');
    await box.remove([3]);
    expect((await box.next('a', 10)).map(({ id }) => id)).toEqual([4, 1]);
  });

  it('never gives an id twice, so that what was sent cannot be removed for what was not', async () => {
    const box = outbox();
    await box.enqueue('a', [entry(1)], 0);
    await box.remove([1]);
    await box.enqueue('a', [entry(2)], 0);
    expect((await box.next('a', 1)).map(({ id }) => id)).toEqual([2]);
  });

  it('depth() tells what waits, what is parked and since when', async () => {
    const box = outbox();
    expect(await box.depth('a')).toEqual({ count: 0, parked: 0, oldestMs: null });
    await box.enqueue('a', [entry(10), entry(20), entry(30)], 0);
    await box.park([1], 'refused');
    expect(await box.depth('a')).toEqual({ count: 2, parked: 1, oldestMs: 20 });
  });

  it('dropBefore() removes parked ones too and counts the others', async () => {
    const box = outbox();
    await box.enqueue('a', [entry(10), entry(20), entry(30)], 0);
    await box.enqueue('b', [entry(5)], 0);
    await box.park([1], 'refused');
    expect(await box.dropBefore('a', 30)).toBe(1);
    expect(await box.depth('a')).toEqual({ count: 1, parked: 0, oldestMs: 30 });
    expect((await box.depth('b')).count).toBe(1);
  });
});

describe('OutboxTable.openAlerts()', () => {
  const telling = (uid: string, isOver: boolean) => ({ timeMs: 1, payload: '{}', alert: { uid, isOver } });

  it('gives the alerts that a channel was told of and whose end it was not, in the transaction that tells', async () => {
    const { outbox } = tempStore();
    await outbox.enqueue('notify:a', [telling('x', false), telling('x', false), { timeMs: 1, payload: '{}' }], 1);
    await outbox.enqueue('notify:a', [telling('y', false), telling('x', true), telling('never', true)], 2);
    await outbox.enqueue('notify:b', [telling('x', false)], 2);
    expect([...(await outbox.openAlerts('notify:a'))]).toEqual(['y']);
    expect([...(await outbox.openAlerts('notify:b'))]).toEqual(['x']);
    expect((await outbox.openAlerts('notify:c')).size).toBe(0);
  });

  it('keeps them when what told of them is delivered, and forgets them with the channel', async () => {
    const { outbox } = tempStore();
    await outbox.enqueue('notify:a', [telling('x', false)], 1);
    await outbox.remove([1]);
    expect([...(await outbox.openAlerts('notify:a'))]).toEqual(['x']);
    await outbox.forgetOthers('notify:', ['notify:b']);
    expect((await outbox.openAlerts('notify:a')).size).toBe(0);
  });
});

describe('SqliteStore as the keeper of keys', () => {
  it('makes a random key of 32 bytes once, and gives the same for ever', async () => {
    const file = join(tempFolder(), 'store.db');
    const first = openStore({ file, access: 'daemon' });
    const key = await first.markerKey();
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    first.close();
    expect(await tempStore({ file }).markerKey()).toBe(key);
    expect(await tempStore().markerKey()).not.toBe(key);
  });

  it('keeps the key of the site apart from it', async () => {
    const file = join(tempFolder(), 'store.db');
    const first = openStore({ file, access: 'shared' });
    const key = await first.siteKey();
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(key).not.toBe(await first.markerKey());
    first.close();
    expect(await openStore({ file, access: 'read-only' }).siteKey()).toBe(key);
  });
});

describe('GoodAddressTable', () => {
  it('keeps the last address of each host', async () => {
    const file = join(tempFolder(), 'store.db');
    const first = openStore({ file, access: 'daemon' });
    const addresses: GoodAddresses = first.goodAddresses;
    await addresses.saveGood('api.example.org', '192.0.2.1');
    await addresses.saveGood('api.example.org', '2001:db8::1');
    first.close();
    const second = tempStore({ file }).goodAddresses;
    expect(await second.lastGood('api.example.org')).toBe('2001:db8::1');
    expect(await second.lastGood('other.example.org')).toBeNull();
  });
});
