import { afterEach, describe, expect, it } from 'vitest';

import type { Config } from '../../src/config/config.js';
import { MackerelOutbox } from '../../src/daemon/mackerel-outbox.js';
import { MackerelSlot } from '../../src/daemon/mackerel-slot.js';
import { silentLog } from '../../src/domain/log.js';
import { MACKEREL_CHANNEL } from '../../src/publish/mackerel/service-points.js';
import { Metrics } from '../../src/publish/prometheus/metrics.js';
import { mackerelConfig } from '../support/mackerel-config.js';
import { MemoryGoodAddresses } from '../support/memory-good-addresses.js';
import { MemoryOutbox } from '../support/memory-outbox.js';

const NOW_MS = Date.UTC(2026, 0, 5, 12);
const mackerel = mackerelConfig({ apiBase: 'http://127.0.0.1:9' });

describe('MackerelSlot', () => {
  let slot: MackerelSlot | null = null;
  afterEach(() => slot?.close());

  async function exposed(configured: boolean, outbox: MemoryOutbox): Promise<readonly string[]> {
    const metrics = new Metrics({ version: 'test' });
    const clock = { nowMs: () => NOW_MS } as never;
    const waiting = new MackerelOutbox(outbox, clock, metrics);
    slot = new MackerelSlot({ outbox, goodAddresses: new MemoryGoodAddresses(), clock, log: silentLog, waiting });
    await slot.apply({ mackerel: configured ? mackerel : null, bootstrap: [], slos: [] } as unknown as Config);
    return (await metrics.text()).split('\n').filter((line) => line.includes('mackerel'));
  }

  it('exposes nothing where nothing is posted', async () => {
    expect(await exposed(false, new MemoryOutbox())).toEqual([]);
  });

  it('exposes what waits from when something was posted', async () => {
    const outbox = new MemoryOutbox();
    await outbox.enqueue(MACKEREL_CHANNEL, [{ timeMs: NOW_MS - 60_000, payload: '[]' }], NOW_MS);
    expect((await exposed(false, outbox)).filter((line) => !line.startsWith('#'))).toEqual([
      'resolver_slo_mackerel_outbox_requests{channel="service"} 1',
      'resolver_slo_mackerel_outbox_parked_requests{channel="service"} 0',
      'resolver_slo_mackerel_outbox_age_seconds{channel="service"} 60',
    ]);
  });

  it('exposes an empty outbox where something is posted', async () => {
    expect((await exposed(true, new MemoryOutbox())).filter((line) => !line.startsWith('#'))).toEqual([
      'resolver_slo_mackerel_outbox_requests{channel="service"} 0',
      'resolver_slo_mackerel_outbox_parked_requests{channel="service"} 0',
      'resolver_slo_mackerel_sent_requests_total{channel="service"} 0',
      'resolver_slo_mackerel_dropped_requests_total{channel="service"} 0',
    ]);
  });
});
