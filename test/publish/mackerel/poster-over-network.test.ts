import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { floorTo, MINUTE_MS, systemClock } from '../../../src/domain/clock.js';
import { MackerelPoster } from '../../../src/publish/mackerel/poster.js';
import { MACKEREL_CHANNEL, servicePoints } from '../../../src/publish/mackerel/service-points.js';
import { OutboundClient } from '../../../src/publish/outbound/outbound-client.js';
import { systemSleep, type Sleep } from '../../../src/publish/outbound/sleep.js';
import { startFakeBootstrapDns, type FakeBootstrapDns } from '../../support/fake-bootstrap-dns.js';
import { startFakeMackerel, type FakeMackerel, type FakeMackerelFault } from '../../support/fake-mackerel.js';
import { mackerelConfig } from '../../support/mackerel-config.js';
import { MemoryGoodAddresses } from '../../support/memory-good-addresses.js';
import { MemoryOutbox } from '../../support/memory-outbox.js';
import { sampleReport } from '../../support/minute-report-samples.js';
import { RecordingLog } from '../../support/recording-log.js';

const HOST = 'mackerel.example.org';
const FIRST_MS = floorTo(Date.now(), MINUTE_MS) - 10 * MINUTE_MS;
/** Seconds of back-off become milliseconds. */
const hurriedSleep: Sleep = (durationMs, signal) => systemSleep(durationMs / 1_000, signal);

let mackerel: FakeMackerel;
let dns: FakeBootstrapDns;
let goodAddresses: MemoryGoodAddresses;
let outbox: MemoryOutbox;
let log: RecordingLog;
const started: { readonly poster: MackerelPoster; readonly client: OutboundClient }[] = [];

beforeEach(async () => {
  mackerel = await startFakeMackerel();
  dns = await startFakeBootstrapDns({ [HOST]: '127.0.0.1' });
  goodAddresses = new MemoryGoodAddresses();
  outbox = new MemoryOutbox();
  log = new RecordingLog();
});
afterEach(async () => {
  await stopAll();
  await Promise.all([mackerel.close(), dns.close()]);
});

function startPoster(): MackerelPoster {
  const client = new OutboundClient({
    bootstrap: [dns.endpoint],
    goodAddresses,
    clock: systemClock,
    log,
    lookUpDeadlineMs: 200,
  });
  const config = mackerelConfig({ apiBase: `http://${HOST}:${String(mackerel.port)}` });
  const destination = servicePoints(config);
  const poster = new MackerelPoster({
    config,
    destination,
    outbox,
    client,
    clock: systemClock,
    log,
    sleep: hurriedSleep,
  });
  started.push({ poster, client });
  poster.start();
  return poster;
}

async function stopAll(): Promise<void> {
  for (const { poster, client } of started.splice(0)) {
    await poster.stop();
    await client.close();
  }
}

async function enqueue(poster: MackerelPoster, from: number, to: number): Promise<void> {
  for (let minute = from; minute < to; minute++) {
    await poster.enqueueMinute(sampleReport(FIRST_MS + minute * MINUTE_MS));
  }
}

function arrivedMinutes(): readonly number[] {
  return mackerel.points
    .filter(({ name }) => name === 'availability.public.ns1.www')
    .map(({ time }) => (time * 1_000 - FIRST_MS) / MINUTE_MS);
}

async function untilEmpty(): Promise<void> {
  await expect.poll(async () => (await outbox.depth(MACKEREL_CHANNEL)).count, { timeout: 15_000 }).toBe(0);
}

describe('MackerelPoster over the network', () => {
  const passing: readonly FakeMackerelFault[] = [
    { kind: 'down' },
    { kind: 'reset' },
    { kind: 'garbage' },
    { kind: 'status', status: 500 },
    { kind: 'status', status: 429, retryAfter: '1' },
    { kind: 'status', status: 403 },
  ];

  it.each(passing)('posts every minute once and in order after $kind $status', async (fault) => {
    const poster = startPoster();
    await enqueue(poster, 0, 2);
    await untilEmpty();
    await mackerel.setFault(fault);
    await enqueue(poster, 2, 5);
    await expect.poll(() => poster.counts().failures).toBeGreaterThan(0);
    await mackerel.setFault({ kind: 'none' });
    await enqueue(poster, 5, 6);
    await untilEmpty();
    expect(arrivedMinutes()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(log.text()).not.toContain('test-key');
  });

  it('posts again what may not have arrived, with the same time and value', async () => {
    const poster = startPoster();
    await mackerel.setFault({ kind: 'lost-response' });
    await enqueue(poster, 0, 1);
    await expect.poll(() => poster.counts().failures).toBeGreaterThan(0);
    await mackerel.setFault({ kind: 'none' });
    await untilEmpty();
    const arrived = mackerel.points.filter(({ name }) => name === 'availability.public.ns1.www');
    expect(arrived.length).toBeGreaterThanOrEqual(2);
    expect(new Set(arrived.map(({ time, value }) => `${String(time)} ${String(value)}`)).size).toBe(1);
  });

  it('reports dead resolvers without needing them: by the last good address, after a restart too', async () => {
    const first = startPoster();
    await enqueue(first, 0, 1);
    await untilEmpty();
    dns.setMode('silent');
    await stopAll();
    const second = startPoster();
    await enqueue(second, 1, 4);
    await untilEmpty();
    expect(arrivedMinutes()).toEqual([0, 1, 2, 3]);
  });

  it('waits without blocking while the first look-up ever fails, and posts once it succeeds', async () => {
    dns.setMode('silent');
    const poster = startPoster();
    await enqueue(poster, 0, 3);
    await expect.poll(() => poster.counts().failures, { timeout: 10_000 }).toBeGreaterThan(1);
    expect(mackerel.requests).toEqual([]);
    dns.setMode('answer');
    await untilEmpty();
    expect(arrivedMinutes()).toEqual([0, 1, 2]);
    expect(goodAddresses.known.get(HOST)).toBe('127.0.0.1');
  });

  it('puts aside what Mackerel refuses for good, with its message, and goes on', async () => {
    const poster = startPoster();
    await mackerel.setFault({ kind: 'status', status: 400, message: 'invalid metric name' });
    await enqueue(poster, 0, 1);
    await expect.poll(async () => (await outbox.depth(MACKEREL_CHANNEL)).parked).toBe(1);
    await mackerel.setFault({ kind: 'none' });
    await enqueue(poster, 1, 2);
    await untilEmpty();
    expect(arrivedMinutes()).toEqual([1]);
    expect(outbox.parkedReasons('mackerel')).toEqual(['Mackerel answered 400: invalid metric name']);
  });
});
