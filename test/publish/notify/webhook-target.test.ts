import { createHmac } from 'node:crypto';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { type Clock, DAY_MS, SECOND_MS } from '../../../src/domain/clock.js';
import type { NotifyTarget } from '../../../src/publish/notify/notify-target.js';
import { WebhookTarget } from '../../../src/publish/notify/webhook-target.js';
import { TargetClients } from '../../../src/publish/notify/target-clients.js';
import type { SqliteStore } from '../../../src/record/store/sqlite/sqlite-store.js';
import { AlertWorld } from '../../support/alert-world.js';
import { eventuallyHolds } from '../../support/eventually-holds.js';
import { type FakeWebhook, startFakeWebhook } from '../../support/fake-webhook.js';
import { notifyTarget } from '../../support/notify-events.js';
import { slo } from '../../support/slo-samples.js';
import { RecordingLog } from '../../support/recording-log.js';
import { tempFolder, tempStore } from '../../support/temp-store.js';

const OPENING = { state: 'investigating', message: 'M', atMs: 0, by: 'ada' } as const;
const CONTEXT = { slos: [], org: 'tokyo', baseUrl: null, effectsOf: () => [] };

let webhook: FakeWebhook;
let store: SqliteStore;
let log: RecordingLog;
let running: { target: WebhookTarget; clients: TargetClients }[];
const clock = {
  ms: Date.parse('2026-10-20T12:00:00Z'),
  nowMs(): number {
    return this.ms;
  },
} satisfies Clock & { ms: number };

beforeEach(async () => {
  webhook = await startFakeWebhook();
  store = tempStore({ file: join(tempFolder(), 'store.db'), clock });
  log = new RecordingLog();
  running = [];
});
afterEach(async () => {
  for (const { target, clients } of running) {
    await target.stop();
    await clients.close();
  }
  await webhook.close();
});

/** Waits are short, and move the clock as far as they were asked to be. */
const sleep = async (ms: number, signal: AbortSignal): Promise<void> => {
  if (ms >= 60 * SECOND_MS) return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
  await new Promise((resolve) => setTimeout(resolve, 1));
  clock.ms += ms;
};

function start(changes: Partial<NotifyTarget> = {}): WebhookTarget {
  const clients = new TargetClients({ bootstrap: [], goodAddresses: store.goodAddresses, clock, log });
  const configured = notifyTarget({
    webhook: webhook.url,
    events: ['incident', 'maintenance'],
    allowPrivate: true,
    ...changes,
  });
  const target = new WebhookTarget({
    target: configured,
    outbox: store.outbox,
    client: clients.of(configured),
    version: '0.0.0-test',
    clock,
    log,
    sleep,
    random: () => 0,
  });
  target.start();
  running.push({ target, clients });
  return target;
}

const open = (title: string) => store.operators.openIncident({ title, impact: 'minor', slos: [], first: OPENING });
const titles = () => webhook.taken.map(({ incident }) => (incident as { title: string }).title);
const until = (count: number) => eventuallyHolds(() => expect(webhook.taken.length).toBeGreaterThanOrEqual(count));

describe('WebhookTarget', () => {
  it('tells what happens after it was first seen, in order, as JSON', async () => {
    await open('before');
    const target = start();
    await target.takeNew(store.events, CONTEXT);
    for (const title of ['a', 'b', 'c']) await open(title);
    await target.takeNew(store.events, CONTEXT);
    await until(3);
    expect(titles()).toEqual(['a', 'b', 'c']);
    expect(webhook.requests[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'resolver-slo/0.0.0-test',
    });
  });

  it('tells nothing twice, and leaves nothing out, over restarts', async () => {
    const first = start();
    await first.takeNew(store.events, CONTEXT);
    await first.stop();
    await open('a');
    const second = start();
    await second.takeNew(store.events, CONTEXT);
    await until(1);
    await second.stop();
    await open('b');
    const again = start();
    await again.takeNew(store.events, CONTEXT);
    await again.takeNew(store.events, CONTEXT);
    await until(2);
    expect(titles()).toEqual(['a', 'b']);
  });

  it('tells only what the target asked for', async () => {
    const target = start({ events: ['maintenance'] });
    await target.takeNew(store.events, CONTEXT);
    await open('a');
    const work = { title: 'Work', message: null, fromMs: clock.ms + DAY_MS, toMs: clock.ms + 2 * DAY_MS, slos: [] };
    await store.operators.addMaintenance({ ...work, by: 'ada' });
    await target.takeNew(store.events, CONTEXT);
    await until(1);
    expect(webhook.taken).toMatchObject([{ event: 'maintenance', action: 'announced' }]);
  });

  it('tries again with the same id while the target fails, and keeps the order', async () => {
    const target = start();
    await target.takeNew(store.events, CONTEXT);
    webhook.answer(503);
    await open('a');
    await open('b');
    await target.takeNew(store.events, CONTEXT);
    await eventuallyHolds(() => expect(webhook.requests.length).toBeGreaterThanOrEqual(3));
    webhook.answer(200);
    await until(2);
    expect(titles()).toEqual(['a', 'b']);
    const tried = webhook.requests.filter(({ event }) => event.id === webhook.taken[0]?.id);
    expect(tried.length).toBeGreaterThanOrEqual(4);
    expect(log.lines.filter(({ message }) => message.includes('cannot deliver'))).toHaveLength(1);
  });

  it('tells again what was taken without an answer, under the id that it had', async () => {
    const target = start();
    await target.takeNew(store.events, CONTEXT);
    webhook.answer('lost');
    await open('a');
    await target.takeNew(store.events, CONTEXT);
    await until(1);
    webhook.answer(204);
    await until(2);
    expect(new Set(webhook.taken.map(({ id }) => id)).size).toBe(1);
  });

  it('puts aside what the target refuses, says so once, and goes on', async () => {
    const target = start();
    await target.takeNew(store.events, CONTEXT);
    webhook.answer(400);
    for (const title of ['a', 'b', 'c']) await open(title);
    await target.takeNew(store.events, CONTEXT);
    await eventuallyHolds(() => expect(target.counts().refused).toBe(3));
    expect([webhook.requests.length, (await target.depth()).parked]).toEqual([3, 3]);
    expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
    webhook.answer(204);
    await open('d');
    await target.takeNew(store.events, CONTEXT);
    await until(1);
    expect(titles()).toEqual(['d']);
  });

  it('follows no redirect, and tells nobody the secret of the URL', async () => {
    const target = start();
    await target.takeNew(store.events, CONTEXT);
    webhook.answer(302);
    await open('a');
    await target.takeNew(store.events, CONTEXT);
    await eventuallyHolds(() => expect(target.counts().refused).toBe(1));
    await webhook.close();
    await open('b');
    await target.takeNew(store.events, CONTEXT);
    await eventuallyHolds(() => expect(log.text()).toContain('ECONNREFUSED'));
    expect(log.text()).not.toContain('s3cret');
  });

  it('takes more over than it reads at once', async () => {
    const target = start();
    await target.takeNew(store.events, CONTEXT);
    for (let i = 0; i < 250; i++) await open(String(i));
    await target.takeNew(store.events, CONTEXT);
    await until(250);
    expect(titles()).toEqual(Array.from({ length: 250 }, (_, i) => String(i)));
  });

  it('makes of what waits what the target wants when it is delivered, signed as of then', async () => {
    const first = start();
    await first.takeNew(store.events, CONTEXT);
    await first.stop();
    await open('a');
    webhook.answer(503);
    const second = start();
    await second.takeNew(store.events, CONTEXT);
    await eventuallyHolds(() => expect(webhook.requests.length).toBeGreaterThanOrEqual(1));
    await second.stop();
    clock.ms = Date.parse('2026-10-21T12:00:00Z');
    webhook.answer(204);
    start({ format: 'slack', secret: 'an-example-secret' });
    await until(1);
    expect(webhook.taken).toMatchObject([{ text: '[tokyo] Incident opened: a' }]);
    const { headers, body } = webhook.requests.at(-1)!;
    const timestamp = '1792584000';
    const signature = createHmac('sha256', 'an-example-secret').update(`${timestamp}.${body}`).digest('hex');
    expect(headers).toMatchObject({
      'x-resolver-slo-timestamp': timestamp,
      'x-resolver-slo-signature': `sha256=${signature}`,
    });
  });

  it('delivers what was left behind before there were formats', async () => {
    const event = {
      id: 'f00d',
      event: 'incident',
      action: 'opened',
      time: '2026-10-20T12:00:00Z',
      public: true,
      url: null,
    };
    const payload = JSON.stringify({ ...event, incident: { id: 1, title: 'Old' }, update: { message: 'M' } });
    await store.outbox.enqueue('notify:ops', [{ timeMs: clock.ms, payload }], 0);
    start();
    await until(1);
    expect(webhook.requests[0]?.body).toBe(payload);
  });

  it('puts aside what cannot be read, and goes on', async () => {
    await store.outbox.enqueue('notify:ops', [{ timeMs: clock.ms, payload: '{"event":' }], 0);
    const target = start();
    await open('a');
    await target.takeNew(store.events, CONTEXT);
    await until(1);
    expect(titles()).toEqual(['a']);
    expect(target.counts().refused).toBe(1);
  });

  it('sends nothing to an address that is not public, says so once, and puts the events aside', async () => {
    const target = start({ allowPrivate: false });
    await target.takeNew(store.events, CONTEXT);
    for (const title of ['a', 'b']) await open(title);
    await target.takeNew(store.events, CONTEXT);
    await eventuallyHolds(() => expect(target.counts().refused).toBe(2));
    expect([webhook.connections(), (await target.depth()).parked]).toEqual([0, 2]);
    const errors = log.lines.filter(({ level }) => level === 'error');
    expect(errors).toMatchObject([
      {
        fields: {
          channel: 'notify:ops',
          reason: expect.stringContaining('127.0.0.1 is no public address; if') as string,
        },
      },
    ]);
    expect(log.text()).not.toContain('s3cret');
  });

  it('with criticalOnly tells of alerts that page, and of the end of what it told before that was set', async () => {
    const world = new AlertWorld([slo()]);
    const set = (alert: string, isFiring: boolean) => world.set(store, 'availability', alert, isFiring, clock.ms++);
    const alerts = () => webhook.taken.map(({ alert, action }) => `${(alert as { name: string }).name} ${action}`);
    const first = start({ events: ['alert'] });
    await first.takeNew(store.events, CONTEXT);
    await set('fast-drain', true);
    await first.takeNew(store.events, CONTEXT);
    await until(1);
    await first.stop();
    const critical = start({ events: ['alert'], criticalOnly: true });
    for (const [alert, isFiring] of [
      ['fast-burn', true],
      ['fast-drain', false],
      ['fast-drain', true],
      ['fast-drain', false],
      ['fast-burn', false],
    ] as const)
      await set(alert, isFiring);
    await critical.takeNew(store.events, CONTEXT);
    await until(4);
    expect(alerts()).toEqual(['fast-drain firing', 'fast-burn firing', 'fast-drain resolved', 'fast-burn resolved']);
    expect((await store.outbox.openAlerts('notify:ops')).size).toBe(0);
  });

  it('closes in Grafana the alert that it opened, each firing by itself', async () => {
    const world = new AlertWorld([slo()]);
    const target = start({ events: ['alert'], format: 'grafana' });
    await target.takeNew(store.events, CONTEXT);
    for (const isFiring of [true, false, true, false]) {
      await world.set(store, 'availability', 'fast-burn', isFiring, clock.ms++);
      await target.takeNew(store.events, CONTEXT);
    }
    await until(4);
    const uids = webhook.taken.map(({ alert_uid: uid }) => uid);
    expect(webhook.taken.map(({ state }) => state)).toEqual(['alerting', 'ok', 'alerting', 'ok']);
    expect([uids[1], uids[3], new Set(uids).size]).toEqual([uids[0], uids[2], 2]);
  });

  it('forgets a target that is not configured any more: it begins anew when it comes back', async () => {
    const first = start();
    await first.takeNew(store.events, CONTEXT);
    await first.stop();
    await store.outbox.enqueue('mackerel', [], 5);
    await store.outbox.forgetOthers('notify:', ['notify:other']);
    expect([await store.outbox.watermark('notify:ops'), await store.outbox.watermark('mackerel')]).toEqual([null, 5]);
    await open('meanwhile');
    const target = start();
    await target.takeNew(store.events, CONTEXT);
    await open('a');
    await target.takeNew(store.events, CONTEXT);
    await until(1);
    expect(titles()).toEqual(['a']);
  });
});
