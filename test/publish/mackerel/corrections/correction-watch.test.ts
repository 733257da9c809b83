import { describe, expect, it } from 'vitest';

import { CorrectionWatch } from '../../../../src/publish/mackerel/corrections/correction-watch.js';
import { DAY_MS, MINUTE_MS } from '../../../../src/domain/clock.js';
import { MackerelClient } from '../../../../src/publish/mackerel/mackerel-client.js';
import { wantedMonitors } from '../../../../src/publish/mackerel/monitors/wanted-monitors.js';
import { KEY, ModelHttp } from '../../../support/evidence-rig.js';
import { mackerelConfig } from '../../../support/mackerel-config.js';
import { MackerelModel } from '../../../support/mackerel-model.js';
import { slo } from '../../../support/slo-samples.js';
import { tempStore } from '../../../support/temp-store.js';

const T0 = Date.parse('2026-11-24T12:00:00Z');
const SLOS = [slo(), slo({ name: 'latency' })];
const s = (minutes: number) => T0 / 1_000 + minutes * 60;

function rig() {
  const clock = { ms: T0, nowMs: () => clock.ms };
  const model = new MackerelModel({ apiKey: KEY, service: 'dns', clock });
  const wanted = wantedMonitors(SLOS, { service: 'dns', baseUrl: null, runbook: null });
  const monitors = wanted.map(({ key, monitor }) => ({ key, id: String(model.monitors.add({ ...monitor })['id']) }));
  const monitorId = (key: string) => monitors.find((one) => one.key === key)!.id;
  const store = tempStore({ clock });
  const config = mackerelConfig({ apiKey: KEY });
  const http = new ModelHttp(model);
  const watch = new CorrectionWatch({
    client: new MackerelClient({ config, http, clock, tries: 1 }),
    service: 'dns',
    slos: SLOS,
    offer: (offers) => store.operators.offerCorrections(offers),
    clock,
  });
  const closed = (id: string, reason: string, of: string | null) =>
    model.alerts.add({
      ...{ id, type: 'service', status: 'OK', openedAt: s(-60), closedAt: s(-30), reason },
      ...(of === null ? {} : { monitorId: monitorId(of) }),
    });
  return { clock, model, store, http, watch, closed };
}

describe('CorrectionWatch', () => {
  it('offers what an alert was closed with: that only its first minutes count', async () => {
    const { watch, closed, store } = rig();
    closed('a1', 'carrier downtime:3m', 'availability/alert/fast-burn');
    closed('a2', 'no word of it', 'availability/alert/fast-burn');
    closed('a3', 'downtime:30m', 'latency/budget');
    expect(await watch.look()).toMatchObject([
      {
        slo: 'availability',
        fromMs: T0 - 57 * MINUTE_MS,
        toMs: T0 - 30 * MINUTE_MS,
        reason: 'carrier downtime:3m',
        end: null,
      },
    ]);
    expect(await watch.look()).toEqual([]);
    expect(await store.operators.correctionOffers()).toHaveLength(1);
  });

  it('offers it of the SLOs that the reason names, where the alert is of none', async () => {
    const { watch, closed } = rig();
    closed('a1', 'downtime:0m SLO:latency', null);
    closed('a2', 'downtime:0m', null);
    expect((await watch.look()).map(({ slo }) => slo)).toEqual(['latency']);
  });

  it('offers nothing of an alert that is open', async () => {
    const { watch, model } = rig();
    model.alerts.add({ id: 'a1', type: 'service', status: 'CRITICAL', openedAt: s(-60), reason: 'downtime:3m SLO:*' });
    expect(await watch.look()).toEqual([]);
  });

  it('offers the time of annotations that name SLOs, and asks anew where one is changed', async () => {
    const { watch, model } = rig();
    const note = { title: 'Load test', service: 'dns', from: s(-120), to: s(-90) };
    model.annotations.add({ ...note, description: 'SLO:*' });
    model.annotations.add({ ...note, description: 'of availability' });
    model.annotations.add({ ...note, description: `SLO:*\nresolver-slo alert a1` });
    model.annotations.add({ ...note, description: 'SLO:latency', service: 'web' });
    expect((await watch.look()).map(({ slo, reason }) => [slo, reason])).toEqual([
      ['availability', 'Load test: SLO:*'],
      ['latency', 'Load test: SLO:*'],
    ]);
    model.annotations.all[0] = { ...model.annotations.all[0]!, to: s(-60) };
    expect((await watch.look()).map(({ toMs }) => toMs)).toEqual([T0 - 60 * MINUTE_MS, T0 - 60 * MINUTE_MS]);
  });

  it('offers no time without a whole minute', async () => {
    const { watch, model } = rig();
    model.annotations.add({ title: 'x', description: 'SLO:*', service: 'dns', from: s(-10) + 30, to: s(-9) + 29 });
    expect(await watch.look()).toEqual([]);
  });

  it('fails as Mackerel does, and loses nothing', async () => {
    const { watch, closed, http, clock } = rig();
    closed('a1', 'downtime:3m', 'availability/budget');
    http.fault = { kind: 'network_error', cause: 'ECONNREFUSED' };
    await expect(watch.look()).rejects.toMatchObject({ code: 'MACKEREL_UNREACHABLE' });
    http.fault = null;
    clock.ms += DAY_MS;
    expect(await watch.look()).toHaveLength(1);
  });
});
