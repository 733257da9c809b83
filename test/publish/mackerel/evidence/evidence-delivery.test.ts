import { describe, expect, it, onTestFinished } from 'vitest';

import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../src/domain/clock.js';
import type { ReceivedMackerelAlert } from '../../../../src/domain/mackerel-alert.js';
import { MackerelError } from '../../../../src/publish/mackerel/errors.js';
import { EVIDENCE_CHANNELS, EvidenceDelivery } from '../../../../src/publish/mackerel/evidence/evidence-delivery.js';
import { toldOf } from '../../../support/mackerel-webhooks.js';
import { MemoryOutbox } from '../../../support/memory-outbox.js';
import { RecordingLog } from '../../../support/recording-log.js';
import { VirtualTime } from '../../../support/virtual-time.js';

const T0 = Date.parse('2026-11-24T12:00:00Z');

function rig() {
  const time = new VirtualTime(T0);
  const outbox = new MemoryOutbox();
  const log = new RecordingLog();
  const told: ReceivedMackerelAlert[] = [];
  /** `memo a 60`: which, of what, how many seconds after the start. */
  const written: string[] = [];
  let failure: Error | null = null;
  const start = () => {
    const write = (kind: string) => (alert: string) => {
      if (failure !== null) return Promise.reject(failure);
      written.push(`${kind} ${alert} ${String((time.nowMs() - T0) / 1_000)}`);
      return Promise.resolve('updated' as const);
    };
    const delivery = new EvidenceDelivery({
      outbox,
      alerts: { receivedSince: (sinceMs) => Promise.resolve(told.filter((one) => one.receivedAtMs >= sinceMs)) },
      writer: () => ({
        writeMemo: async (id) => (await write('memo')(id), 'written'),
        writeAnnotation: write('annotation'),
      }),
      clock: time,
      log,
      sleep: time.sleep,
      random: () => 0,
    });
    delivery.start();
    onTestFinished(() => delivery.stop());
    return delivery;
  };
  /** Time passes, and each second what is due is taken, as the daemon does. */
  const run = async (delivery: EvidenceDelivery, durationMs: number) => {
    for (const endMs = time.nowMs() + durationMs; time.nowMs() < endMs;) {
      await time.advance(1_000);
      await delivery.takeDue();
    }
    await time.advance(0);
  };
  return { time, outbox, log, told, written, start, run, fail: (error: Error | null) => void (failure = error) };
}

describe('EvidenceDelivery', () => {
  it('writes memo and annotation as an alert is told of, and again as more is known', async () => {
    const { told, written, start, run, time } = rig();
    const delivery = start();
    await run(delivery, 5_000);
    told.push(toldOf('a', time.nowMs() + 500));
    await run(delivery, 4 * MINUTE_MS);
    expect(written).toEqual([
      ...['memo a 6', 'annotation a 6', 'memo a 66', 'annotation a 66', 'memo a 186', 'annotation a 186'],
    ]);
    expect(delivery.counts('memo').taken).toBe(3);
  });

  it('does after a restart what was due meanwhile, and nothing of what it did before', async () => {
    const { told, written, start, run, time } = rig();
    const first = start();
    await run(first, 1_000);
    told.push(toldOf('a', time.nowMs() + 1));
    await run(first, 2_000);
    await first.stop();
    told.push(toldOf('b', time.nowMs() + 10));
    await time.advance(2 * HOUR_MS);
    const second = start();
    written.length = 0;
    await run(second, 30_000);
    // Of several that are due, the last says all.
    expect(written.map((one) => one.slice(0, -5)).sort()).toEqual(['annotation a', 'annotation b', 'memo a', 'memo b']);
  });

  it('tells nothing of what was told before evidence was asked for', async () => {
    const { told, written, start, run } = rig();
    told.push(toldOf('old', T0 - HOUR_MS - 1));
    await run(start(), 10_000);
    expect(written).toEqual([]);
  });

  it('waits out an outage, and then writes once', async () => {
    const { told, written, start, run, fail, time, outbox } = rig();
    const delivery = start();
    await run(delivery, 1_000);
    told.push(toldOf('a', time.nowMs() + 1));
    fail(new MackerelError('MACKEREL_UNREACHABLE', 'GET alerts/a: ECONNREFUSED'));
    await run(delivery, 3 * HOUR_MS);
    expect(delivery.counts('memo').failures).toBeGreaterThan(50);
    // Of several that wait, the last says all.
    expect((await outbox.depth(EVIDENCE_CHANNELS.memo)).count).toBe(1);
    fail(null);
    await run(delivery, 3 * MINUTE_MS);
    expect(written).toHaveLength(2);
    expect((await outbox.depth(EVIDENCE_CHANNELS.memo)).count).toBe(0);
  });

  it('puts aside what Mackerel refuses, goes on, and says so once', async () => {
    const { told, written, start, run, fail, time, outbox, log } = rig();
    const delivery = start();
    await run(delivery, 1_000);
    told.push(toldOf('gone', time.nowMs() + 1));
    fail(new MackerelError('MACKEREL_REFUSED', 'GET alerts/gone: Mackerel answered 404', { status: 404 }));
    await run(delivery, 10_000);
    fail(null);
    told.push(toldOf('b', time.nowMs() + 1));
    await run(delivery, 5_000);
    expect(written).toEqual(['memo b 12', 'annotation b 12']);
    expect(outbox.parkedReasons(EVIDENCE_CHANNELS.memo)).toEqual(['GET alerts/gone: Mackerel answered 404']);
    expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(2);
  });

  it('keeps everything while the key is refused', async () => {
    const { told, written, start, run, fail, time } = rig();
    const delivery = start();
    await run(delivery, 1_000);
    told.push(toldOf('a', time.nowMs() + 1));
    fail(new MackerelError('MACKEREL_REFUSED', 'GET alerts/a: Mackerel answered 403', { status: 403 }));
    await run(delivery, 20 * MINUTE_MS);
    fail(null);
    await run(delivery, 6 * MINUTE_MS);
    expect(written.map((one) => one.split(' ').slice(0, 2).join(' '))).toEqual(['memo a', 'annotation a']);
  });

  it('tries again when what was going on could not be read', async () => {
    const { told, written, start, run, fail, time, log } = rig();
    const delivery = start();
    await run(delivery, 1_000);
    told.push(toldOf('a', time.nowMs() + 1));
    fail(new Error('the daemon is stopping'));
    await run(delivery, 10_000);
    fail(null);
    await run(delivery, 10_000);
    expect(written).toHaveLength(2);
    expect(log.text()).toContain('reading what was going on failed: the daemon is stopping');
  });

  it('gives up what is three days old, and says so', async () => {
    const { told, written, start, run, fail, time, log } = rig();
    const delivery = start();
    await run(delivery, 1_000);
    told.push(toldOf('a', time.nowMs() + 1, false));
    fail(new MackerelError('MACKEREL_UNREACHABLE', 'GET alerts/a: ECONNREFUSED'));
    await run(delivery, 10_000);
    await time.advance(3 * DAY_MS);
    fail(null);
    await run(delivery, 2 * MINUTE_MS);
    expect(delivery.counts('memo').dropped).toBeGreaterThan(0);
    expect(log.text()).toContain('dropped entries');
    expect(written).toEqual([]);
  });

  it('goes on when the clock is set back', async () => {
    const { told, written, start, run, outbox } = rig();
    for (const channel of Object.values(EVIDENCE_CHANNELS)) await outbox.enqueue(channel, [], T0 + DAY_MS);
    const delivery = start();
    await run(delivery, 2_000);
    told.push(toldOf('a', T0 + 2_500));
    await run(delivery, 5_000);
    expect(written).toEqual(['memo a 3', 'annotation a 3']);
  });
});
