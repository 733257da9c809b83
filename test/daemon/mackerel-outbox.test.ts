import { describe, expect, it } from 'vitest';

import { MackerelOutbox } from '../../src/daemon/mackerel-outbox.js';
import { MINUTE_MS } from '../../src/domain/clock.js';
import { EVIDENCE_CHANNELS } from '../../src/publish/mackerel/evidence/evidence-delivery.js';
import { MACKEREL_CHANNEL } from '../../src/publish/mackerel/service-points.js';
import { Metrics } from '../../src/publish/prometheus/metrics.js';
import { MemoryOutbox } from '../support/memory-outbox.js';

const NOW = Date.parse('2026-11-24T12:00:00Z');

function rig() {
  const outbox = new MemoryOutbox();
  const metrics = new Metrics({ version: 'test' });
  const waiting = new MackerelOutbox(outbox, { nowMs: () => NOW }, metrics);
  const wait = (channel: string, ...agoMinutes: readonly number[]) =>
    outbox.enqueue(
      channel,
      agoMinutes.map((minutes) => ({ timeMs: NOW - minutes * MINUTE_MS, payload: '{}' })),
      NOW,
    );
  const lines = async () =>
    (await metrics.text()).split('\n').filter((line) => line.startsWith('resolver_slo_mackerel'));
  return { outbox, waiting, wait, lines };
}

describe('MackerelOutbox', () => {
  it('warns of what waits for more than a quarter of an hour, and of what was refused', async () => {
    const { outbox, waiting, wait } = rig();
    await wait(MACKEREL_CHANNEL, 14, 3);
    expect(await waiting.warnings()).toEqual([]);
    await wait(MACKEREL_CHANNEL, 61);
    await wait(EVIDENCE_CHANNELS.memo, 1);
    const [refused] = await outbox.next(EVIDENCE_CHANNELS.memo, 1);
    await outbox.park([refused!.id], 'Mackerel answered 404');
    expect(await waiting.warnings()).toEqual([
      'Mackerel, service: requests waiting: 3, the oldest for 61m',
      'Mackerel, memos: requests refused and put aside: 1',
    ]);
  });

  it('tells of each channel that is in use, or holds something from when it was', async () => {
    const { waiting, wait, lines } = rig();
    expect(await lines()).toEqual([]);
    await wait(EVIDENCE_CHANNELS.annotation, 2);
    waiting.sends('service', () => ({ taken: 7, failures: 0, refused: 0, dropped: 1 }));
    expect(await lines()).toEqual([
      'resolver_slo_mackerel_outbox_requests{channel="service"} 0',
      'resolver_slo_mackerel_outbox_requests{channel="annotations"} 1',
      'resolver_slo_mackerel_outbox_parked_requests{channel="service"} 0',
      'resolver_slo_mackerel_outbox_parked_requests{channel="annotations"} 0',
      'resolver_slo_mackerel_outbox_age_seconds{channel="annotations"} 120',
      'resolver_slo_mackerel_sent_requests_total{channel="service"} 7',
      'resolver_slo_mackerel_dropped_requests_total{channel="service"} 1',
    ]);
    waiting.sends('service', null);
    expect((await lines()).some((line) => line.includes('service'))).toBe(false);
  });
});
