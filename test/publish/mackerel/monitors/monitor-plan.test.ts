import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { planMonitors } from '../../../../src/publish/mackerel/monitors/monitor-plan.js';
import { syncMonitors } from '../../../../src/publish/mackerel/monitors/sync-monitors.js';
import { wantedMonitors } from '../../../../src/publish/mackerel/monitors/wanted-monitors.js';
import { MonitorModel } from '../../../support/monitor-model.js';
import { slo } from '../../../support/slo-samples.js';

const CONTEXT = { service: 'dns', baseUrl: null, runbook: null };
const wantedOf = (...names: readonly string[]) =>
  wantedMonitors(
    names.map((name) => slo({ name, key: name, displayName: name })),
    CONTEXT,
  );

/** A client that asks the model itself. */
function clientOf(model: MonitorModel) {
  const ask = (method: string, path: string, body?: object): Promise<void> => {
    const request = { method, path: `/api/v0/${path}`, apiKey: '', contentType: '', body: JSON.stringify(body) };
    const { status, body: answer } = model.answer(request, (code, message) => ({ status: code, body: message }));
    return status === 200 ? Promise.resolve() : Promise.reject(new Error(answer));
  };
  return {
    createMonitor: (monitor: object) => ask('POST', 'monitors', monitor),
    updateMonitor: (id: string, monitor: object) => ask('PUT', `monitors/${id}`, monitor),
    deleteMonitor: (id: string) => ask('DELETE', `monitors/${id}`),
  };
}

/** As Mackerel gives them: without what is null. */
const found = (model: MonitorModel): readonly unknown[] =>
  (
    JSON.parse(
      model.answer({ method: 'GET', path: '/api/v0/monitors', apiKey: '', contentType: '', body: '' }, () => ({
        status: 500,
        body: '',
      })).body,
    ) as { monitors: unknown[] }
  ).monitors;

async function sync(model: MonitorModel, ...names: readonly string[]) {
  return syncMonitors(clientOf(model), planMonitors(wantedOf(...names), found(model), 'dns'));
}

describe('planMonitors()', () => {
  it('creates what is missing, and has nothing to do then', async () => {
    const model = new MonitorModel();
    expect(await sync(model, 'a', 'b')).toEqual({ created: 13, updated: 0, deleted: 0 });
    expect(planMonitors(wantedOf('a', 'b'), found(model), 'dns')).toEqual({ create: [], update: [], delete: [] });
  });

  it('puts right what somebody changed, and deletes what is no longer judged', async () => {
    const model = new MonitorModel();
    await sync(model, 'a', 'b');
    const changed = model.all.find((one) => one['metric'] === 'slo.a.error_budget_remaining')!;
    changed['warning'] = 0.5;
    const plan = planMonitors(wantedOf('a'), found(model), 'dns');
    expect(plan.update.map(({ changes }) => changes)).toEqual([
      expect.arrayContaining([{ field: 'warning', from: 2, to: 1 }]),
      [{ field: 'warning', from: 0.5, to: 0.1 }],
    ]);
    expect(plan.delete.map(({ fields }) => fields['metric'])).toHaveLength(6);
    await sync(model, 'a');
    expect(planMonitors(wantedOf('a'), found(model), 'dns')).toEqual({ create: [], update: [], delete: [] });
    expect(model.all).toHaveLength(7);
  });

  it('leaves muted what an operator muted', async () => {
    const model = new MonitorModel();
    await sync(model, 'a');
    for (const one of model.all) Object.assign(one, { isMute: true, name: 'renamed' });
    expect(await sync(model, 'a')).toEqual({ created: 0, updated: 7, deleted: 0 });
    expect(model.all.every((one) => one['isMute'] === true && one['name'] !== 'renamed')).toBe(true);
  });

  it('leaves a copy that somebody made of one of ours', async () => {
    const model = new MonitorModel();
    await sync(model, 'a');
    const copy = model.add({ ...model.all[1], id: 'copy', name: 'mine' });
    expect(await sync(model, 'a')).toEqual({ created: 0, updated: 0, deleted: 0 });
    expect(await sync(model)).toEqual({ created: 0, updated: 0, deleted: 7 });
    expect(model.all).toEqual([copy]);
  });

  it('never touches what is not ours, whatever it is', async () => {
    const foreign = fc.record({
      type: fc.constantFrom('service', 'host', 'expression', 'query', 'external'),
      name: fc.string(),
      memo: fc.oneof(
        fc.string(),
        fc.constant('resolver-slo monitor other/a/budget'),
        fc.constant('resolver-slo monitor dns/a/budget\nmine'),
        fc.constant('see resolver-slo monitor dns/a/budget'),
      ),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(foreign),
        fc.subarray(['a', 'b', 'c']),
        fc.subarray(['a', 'b', 'c']),
        async (theirs, first, then) => {
          const model = new MonitorModel();
          const before = theirs.map((one) => ({ ...model.add(one) }));
          await sync(model, ...first);
          await sync(model, ...then);
          expect(model.all.slice(0, before.length)).toEqual(before);
          expect(model.all).toHaveLength(before.length + (then.length === 0 ? 0 : 1 + 6 * then.length));
          expect(await sync(model, ...then)).toEqual({ created: 0, updated: 0, deleted: 0 });
        },
      ),
    );
  });
});

describe('syncMonitors()', () => {
  it('creates before it deletes, and tells how far it came', async () => {
    const model = new MonitorModel();
    await sync(model, 'a');
    const told: unknown[] = [];
    const client = { ...clientOf(model), deleteMonitor: () => Promise.reject(new Error('away')) };
    const plan = planMonitors(wantedOf('b'), found(model), 'dns');
    await expect(syncMonitors(client, plan, (done) => told.push(done))).rejects.toThrow('away');
    expect(told.at(-1)).toEqual({ created: 6, updated: 0, deleted: 0 });
    expect(model.all).toHaveLength(13);
  });
});
