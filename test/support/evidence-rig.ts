import type { EvidenceWriterDeps } from '../../src/publish/mackerel/evidence/evidence-writer.js';
import { EvidenceWriter } from '../../src/publish/mackerel/evidence/evidence-writer.js';
import { readSituation } from '../../src/app/situation/read-situation.js';
import { situationDeps } from '../../src/daemon/history/situation-deps.js';
import { MINUTE_MS } from '../../src/domain/clock.js';
import { MackerelClient } from '../../src/publish/mackerel/mackerel-client.js';
import type { MackerelHttpClient } from '../../src/publish/mackerel/poster.js';
import type { OutboundRequest, OutboundResult } from '../../src/publish/outbound/outbound-client.js';
import { wantedMonitors } from '../../src/publish/mackerel/monitors/wanted-monitors.js';
import { burn, BURNING_SINCE_MS } from './burning-store.js';
import { mackerelConfig } from './mackerel-config.js';
import { MackerelModel } from './mackerel-model.js';
import { slo } from './slo-samples.js';
import { tempStore } from './temp-store.js';

export const KEY = 'zqx7-key';
export const ALERT = '4Vv5XyZ1abc';

/** A Mackerel whose monitors are ours, with an open alert of fast-burn, beside a store that knows why. */
export async function evidenceRig(more: Partial<EvidenceWriterDeps> = {}) {
  const clock = { ms: BURNING_SINCE_MS + 10 * MINUTE_MS, nowMs: () => clock.ms };
  const definition = slo();
  const store = tempStore({ clock });
  await burn(store, definition);
  const model = new MackerelModel({ apiKey: KEY, service: 'dns', clock });
  const http = new ModelHttp(model);
  const wanted = wantedMonitors([definition], { service: 'dns', baseUrl: null, runbook: null });
  const monitors = wanted.map(({ monitor }) => model.monitors.add({ ...monitor }));
  const fastBurn = monitors.find(({ name }) => String(name).endsWith(': fast-burn'))!;
  const alert = model.alerts.add({
    id: ALERT,
    monitorId: String(fastBurn['id']),
    type: 'service',
    status: 'CRITICAL',
    openedAt: BURNING_SINCE_MS / 1_000,
    memo: 'Called the data centre. 障害',
  });
  const config = mackerelConfig({ apiKey: KEY });
  const writer = (signal?: AbortSignal) =>
    new EvidenceWriter({
      client: new MackerelClient({ config, http, clock, tries: 1, ...(signal === undefined ? {} : { signal }) }),
      service: 'dns',
      slos: [definition],
      context: { vantage: 'tokyo', baseUrl: 'https://status.example.org/' },
      readSituation: (subject, window) =>
        readSituation(situationDeps(store, []), { slos: [definition], subject, window }),
      clock,
      ...more,
    });
  return { clock, store, model, http, alert, writer };
}

/** Asks a model as if it were over the network, and can be told to fail. */
export class ModelHttp implements MackerelHttpClient {
  readonly sent: OutboundRequest[] = [];
  /** Instead of the model's answer, or after it (`lost`). */
  fault: OutboundResult | 'lost' | null = null;
  readonly #model: MackerelModel;

  constructor(model: MackerelModel) {
    this.#model = model;
  }

  send(request: OutboundRequest): Promise<OutboundResult> {
    this.sent.push(request);
    if (this.fault !== null && this.fault !== 'lost') return Promise.resolve(this.fault);
    const { method, url, headers, body = '' } = request;
    const { status, body: answer } = this.#model.answer({
      method,
      path: `${url.pathname}${url.search}`,
      apiKey: headers['X-Api-Key'],
      contentType: headers['Content-Type'],
      body,
    });
    if (this.fault === 'lost') return Promise.resolve({ kind: 'network_error', cause: 'ECONNRESET' });
    return Promise.resolve({ kind: 'response', status, retryAfter: null, body: answer });
  }
}
