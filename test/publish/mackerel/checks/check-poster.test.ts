import { describe, expect, it, onTestFinished } from 'vitest';

import { MINUTE_MS } from '../../../../src/domain/clock.js';
import type { AlertStatus, SloStatus } from '../../../../src/domain/slo-status.js';
import { CheckPoster, CHECKS_CHANNEL } from '../../../../src/publish/mackerel/checks/check-poster.js';
import { checkName, sloCheck } from '../../../../src/publish/mackerel/checks/slo-check.js';
import { HostKeeper } from '../../../../src/publish/mackerel/host/host-keeper.js';
import { MackerelClient } from '../../../../src/publish/mackerel/mackerel-client.js';
import { KEY, ModelHttp } from '../../../support/evidence-rig.js';
import { mackerelConfig } from '../../../support/mackerel-config.js';
import { MackerelModel } from '../../../support/mackerel-model.js';
import { MemoryOutbox } from '../../../support/memory-outbox.js';
import { sampleReport, sampleSlo } from '../../../support/minute-report-samples.js';
import { RecordingLog } from '../../../support/recording-log.js';
import { VirtualTime } from '../../../support/virtual-time.js';

const T0 = Date.parse('2026-11-24T12:00:00Z');
const alert = (more: Partial<AlertStatus> = {}): AlertStatus => ({
  ...{ name: 'fast-burn', severity: 'page', state: 'firing', longWindow: '1h', shortWindow: '5m', threshold: 13.44 },
  since: '2026-11-24T11:58:30Z',
  ...more,
});
const MET = { status: 'met', sli: 0.9999, errorBudget: { total: 0.001, consumed: 0.1, remaining: 0.9 } } as const;

describe('sloCheck()', () => {
  it.each<[string, Partial<SloStatus>, string]>([
    ['OK', MET, 'Availability: met; 99.99 % of 99.9 % over 28d; 90 % of the error budget left'],
    ['CRITICAL', {}, 'Availability: violated; 99.89 % of 99.9 % over 28d; −10 % of the error budget left'],
    [
      'CRITICAL',
      { ...MET, status: 'at_risk', alerts: [alert()] },
      'Availability: at risk; 99.99 % of 99.9 % over 28d; 90 % of the error budget left; fast-burn fires since 2026-11-24T11:58Z',
    ],
    [
      'WARNING',
      { ...MET, status: 'at_risk', alerts: [alert({ name: 'slow-drain', severity: 'ticket', since: null })] },
      'Availability: at risk; 99.99 % of 99.9 % over 28d; 90 % of the error budget left; slow-drain fires',
    ],
    [
      'WARNING',
      { ...MET, alerts: [alert({ name: 'no-data', severity: 'ticket' }), alert({ state: 'ok' })] },
      'Availability: met; 99.99 % of 99.9 % over 28d; 90 % of the error budget left; no-data fires since 2026-11-24T11:58Z',
    ],
    ['UNKNOWN', { status: 'no_data', sli: null }, 'Availability: no data'],
    ['UNKNOWN', { status: 'no_data', error: 'no such column' }, 'Availability: it cannot be judged'],
    [
      'OK',
      { ...MET, sli: 0.999_999_9 },
      'Availability: met; 99.999 % of 99.9 % over 28d; 90 % of the error budget left',
    ],
  ])('is %s with why', (status, changes, message) => {
    expect(sloCheck(sampleSlo(changes))).toEqual({ status, message });
  });

  it('keeps to one line of 1024 characters, cut between them', () => {
    const { message } = sloCheck(sampleSlo({ displayName: `a\n${'😀'.repeat(2_000)}` }));
    expect(Array.from(message)).toHaveLength(1_024);
    expect(message).toMatch(/^a 😀+…$/u);
  });

  it('names checks of objectives apart', () => {
    expect(checkName({ name: 'a' })).toBe('slo-a');
    expect(checkName({ name: 'a.b', objectiveName: '99.9%' })).toBe('slo-a-b-99-9-');
  });
});

describe('CheckPoster', () => {
  function rig() {
    const time = new VirtualTime(T0);
    const model = new MackerelModel({ apiKey: KEY, service: 'dns', clock: time });
    const http = new ModelHttp(model);
    const log = new RecordingLog();
    const outbox = new MemoryOutbox();
    const host = { customIdentifier: 'resolver-slo.tokyo', name: 'tokyo', roles: [] };
    const config = mackerelConfig({ apiKey: KEY, host, checks: true });
    const client = (signal: AbortSignal) => new MackerelClient({ config, http, clock: time, tries: 1, signal });
    const slos = Array.from({ length: 150 }, (_, i) => sampleSlo({ name: `s${String(i)}` }));
    const checks = slos.map((slo) => ({ name: checkName(slo), memo: '' }));
    const keeper = new HostKeeper({ host, service: 'dns', checks, client, log });
    const poster = new CheckPoster({ outbox, keeper, client, clock: time, log, sleep: time.sleep, random: () => 0 });
    poster.start();
    onTestFinished(() => poster.stop());
    /** Minutes from the start on, each reported at its end. */
    const live = async (from: number, to: number) => {
      for (let minute = from; minute < to; minute++) {
        await time.advance(MINUTE_MS);
        await poster.enqueueMinute(sampleReport(T0 + minute * MINUTE_MS, { slos }));
      }
      await time.advance(5_000);
    };
    return { time, model, http, outbox, poster, live, slos };
  }

  it('reports every SLO each minute, a hundred a request', async () => {
    const { model, live } = rig();
    await live(0, 2);
    expect(model.hosts.reports).toHaveLength(300);
    expect(model.hosts.reports[0]).toEqual({
      source: { type: 'host', hostId: 'h1' },
      name: 'slo-s0',
      status: 'CRITICAL',
      message: 'Availability: violated; 99.89 % of 99.9 % over 28d; −10 % of the error budget left',
      occurredAt: T0 / 1_000 + 60,
    });
  });

  it('reports after an outage how they stand, and not how they stood', async () => {
    const { model, http, live, outbox, time } = rig();
    http.fault = { kind: 'network_error', cause: 'ECONNREFUSED' };
    await live(0, 20);
    http.fault = null;
    await time.advance(2 * MINUTE_MS);
    expect(model.hosts.reports).toHaveLength(150);
    expect(new Set(model.hosts.reports.map(({ occurredAt }) => occurredAt))).toEqual(new Set([T0 / 1_000 + 20 * 60]));
    expect((await outbox.depth(CHECKS_CHANNEL)).count).toBe(0);
  });

  it('reports a minute once, and none that is made up for', async () => {
    const { model, live, poster, time, slos } = rig();
    await live(0, 1);
    await poster.enqueueMinute(sampleReport(T0, { slos }));
    await poster.enqueueMinute(sampleReport(T0 - 120 * MINUTE_MS, { slos }));
    await time.advance(10_000);
    expect(model.hosts.reports).toHaveLength(150);
  });
});
