import { describe, expect, it } from 'vitest';

import { MackerelClient } from '../../../src/publish/mackerel/mackerel-client.js';
import type { OutboundRequest, OutboundResult } from '../../../src/publish/outbound/outbound-client.js';
import { wantedMonitors } from '../../../src/publish/mackerel/monitors/wanted-monitors.js';
import { mackerelConfig } from '../../support/mackerel-config.js';
import { slo } from '../../support/slo-samples.js';

const KEY = 'zqx7-key';
const [MONITOR] = wantedMonitors([slo()], { service: 'dns', baseUrl: null, runbook: null }).map(
  ({ monitor }) => monitor,
);

const answered = (status: number, body: object | string = {}, retryAfter: string | null = null): OutboundResult => ({
  ...{ kind: 'response', status, retryAfter },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

/** A client that gets these answers, one after the other. */
function rig(...answers: readonly OutboundResult[]) {
  const sent: OutboundRequest[] = [];
  const slept: number[] = [];
  const client = new MackerelClient({
    config: mackerelConfig({ apiKey: KEY, apiBase: 'https://api.example.org/' }),
    http: {
      send: (request) => {
        sent.push(request);
        return Promise.resolve(answers[Math.min(sent.length, answers.length) - 1]!);
      },
    },
    clock: { nowMs: () => 0 },
    sleep: (durationMs) => Promise.resolve(void slept.push(durationMs)),
    random: () => 0,
  });
  return { client, sent, slept };
}

describe('MackerelClient', () => {
  it('asks the API with the key, and gives what it gives', async () => {
    const { client, sent } = rig(answered(200, { monitors: [{ id: 'a' }] }));
    expect(await client.monitors()).toEqual([{ id: 'a' }]);
    expect(sent[0]).toMatchObject({ method: 'GET', headers: { 'X-Api-Key': KEY } });
    expect(sent[0]!.url.href).toBe('https://api.example.org/api/v0/monitors');
  });

  it.each([
    ['a time-out', { kind: 'timeout', cause: 'api.example.org did not answer in 15000 ms' } as const],
    ['no connection', { kind: 'network_error', cause: 'ECONNREFUSED' } as const],
    ['500', answered(500)],
    ['429', answered(429)],
  ])('tries again after %s, and gives up after four times', async (_, failure) => {
    const twice = rig(failure, failure, answered(200, { monitors: [] }));
    expect(await twice.client.monitors()).toEqual([]);
    expect(twice.slept).toEqual([2_000, 4_000]);
    const always = rig(failure);
    await expect(always.client.monitors()).rejects.toMatchObject({ code: 'MACKEREL_UNREACHABLE' });
    expect(always.sent).toHaveLength(4);
  });

  it('waits as long as it is told to', async () => {
    const { client, slept } = rig(answered(429, {}, '30'), answered(200, { monitors: [] }));
    await client.monitors();
    expect(slept).toEqual([30_000]);
  });

  it.each([
    [500, 1],
    [502, 1],
    [503, 2],
    [429, 2],
  ])('creates again after %i only if nothing was made: %i requests', async (status, requests) => {
    const { client, sent } = rig(answered(status), answered(200));
    await client.createMonitor(MONITOR!).catch(() => undefined);
    expect(sent).toHaveLength(requests);
  });

  it.each([400, 401, 403, 404, 413])('takes %i for an answer, with the message and without the key', async (status) => {
    const { client, sent } = rig(answered(status, { error: { message: `no such thing, ${KEY}` } }));
    await expect(client.deleteMonitor('a/b')).rejects.toMatchObject({
      code: 'MACKEREL_REFUSED',
      message: `DELETE monitors/a%2Fb: Mackerel answered ${String(status)}: no such thing, ***`,
    });
    expect(sent).toHaveLength(1);
  });

  it.each(['<html>', '{}', '{"monitors":{}}', 'null'])('does not take %s for a list', async (body) => {
    await expect(rig(answered(200, body)).client.monitors()).rejects.toMatchObject({ code: 'MACKEREL_REFUSED' });
  });
});
