import { describe, expect, it, onTestFinished } from 'vitest';

import { MINUTE_MS } from '../../../../src/domain/clock.js';
import type { MinuteReport } from '../../../../src/domain/minute-report.js';
import { NO_OUTCOMES } from '../../../../src/domain/outcome.js';
import { GRAPH_DEFINITIONS } from '../../../../src/publish/mackerel/host/graph-definitions.js';
import { hostDestination } from '../../../../src/publish/mackerel/host/host-destination.js';
import { HostKeeper } from '../../../../src/publish/mackerel/host/host-keeper.js';
import { hostPoints } from '../../../../src/publish/mackerel/host/host-points.js';
import { MackerelClient } from '../../../../src/publish/mackerel/mackerel-client.js';
import { MackerelPoster } from '../../../../src/publish/mackerel/poster.js';
import { KEY, ModelHttp } from '../../../support/evidence-rig.js';
import { mackerelConfig } from '../../../support/mackerel-config.js';
import { MackerelModel } from '../../../support/mackerel-model.js';
import { MemoryOutbox } from '../../../support/memory-outbox.js';
import { sampleReport } from '../../../support/minute-report-samples.js';
import { RecordingLog } from '../../../support/recording-log.js';
import { VirtualTime } from '../../../support/virtual-time.js';

const T0 = Date.parse('2026-11-24T12:00:00Z');
const HOST = { customIdentifier: 'resolver-slo.tokyo', name: 'tokyo', roles: ['dns:probe'] };

function reportAt(minuteMs: number): MinuteReport {
  const counts = { ...NO_OUTCOMES, answered: 57, timeout: 2, wrong_rcode: 1, prober_error: 4 };
  const rtts = { p50Us: 1_234, p90Us: 2_500, p99Us: null, maxUs: 31_000 };
  return sampleReport(minuteMs, { resolvers: [{ probe: 'public', resolver: 'ns1.a', counts, ...rtts }] });
}

function rig(options: { readonly checks?: boolean } = {}) {
  const time = new VirtualTime(T0);
  const model = new MackerelModel({ apiKey: KEY, service: 'dns', clock: time });
  const http = new ModelHttp(model);
  const log = new RecordingLog();
  const config = mackerelConfig({ apiKey: KEY, host: HOST });
  const client = (signal: AbortSignal) => new MackerelClient({ config, http, clock: time, tries: 1, signal });
  const checks = options.checks === true ? [{ name: 'slo-a', memo: 'm' }] : [];
  const keeper = new HostKeeper({ host: HOST, service: 'dns', checks, client, log });
  const timing = { clock: time, sleep: time.sleep, random: () => 0 };
  const outbox = new MemoryOutbox();
  const start = () => {
    const poster = new MackerelPoster({
      config,
      destination: hostDestination(keeper),
      outbox,
      client: http,
      log,
      ...timing,
    });
    poster.start();
    onTestFinished(() => poster.stop());
    return poster;
  };
  return { time, model, http, log, keeper, start, id: () => keeper.id(new AbortController().signal) };
}

describe('hostPoints()', () => {
  it('tells of each resolver RTTs, availability and outcomes, and nothing that does not exist', () => {
    const points = Object.fromEntries(hostPoints(reportAt(T0)).map(({ name, value }) => [name, value]));
    expect(points).toEqual({
      'custom.resolver-slo.availability.public_ns1-a': 95,
      'custom.resolver-slo.rtt.public_ns1-a.p50': 1.234,
      'custom.resolver-slo.rtt.public_ns1-a.p90': 2.5,
      'custom.resolver-slo.rtt.public_ns1-a.max': 31,
      ...Object.fromEntries(
        Object.entries({ ...NO_OUTCOMES, answered: 57, timeout: 2, wrong_rcode: 1, prober_error: 4 }).map(
          ([outcome, count]) => [`custom.resolver-slo.outcomes.public_ns1-a.${outcome}`, count],
        ),
      ),
    });
    expect(hostPoints(reportAt(T0 + 59_999))[0]?.time).toBe(T0 / 1_000);
    const silent = { probe: 'p', resolver: 'r', counts: { ...NO_OUTCOMES, prober_error: 5 } };
    const nothing = { p50Us: null, p90Us: null, p99Us: null, maxUs: null };
    const names = hostPoints(sampleReport(T0, { resolvers: [{ ...silent, ...nothing }] })).map(({ name }) => name);
    expect(names.filter((name) => !name.includes('.outcomes.'))).toEqual([]);
  });

  it('has a graph for each metric', () => {
    const metrics = GRAPH_DEFINITIONS.flatMap((graph) => graph.metrics.map(({ name }) => name));
    const patterns = metrics.map((name) => new RegExp(`^${name.replaceAll('.', '\\.').replace(/[#*]/, '[^.]+')}$`));
    for (const { name } of hostPoints(reportAt(T0)))
      expect(
        patterns.filter((pattern) => pattern.test(name)),
        name,
      ).toHaveLength(1);
  });
});

describe('HostKeeper', () => {
  it('makes the host and its graphs once, and finds them from then on', async () => {
    const { id, keeper, model, http } = rig();
    expect(await id()).toBe('h1');
    expect(model.hosts.all).toMatchObject([
      { name: 'tokyo', customIdentifier: HOST.customIdentifier, roleFullnames: ['dns:probe'] },
    ]);
    expect([...model.hosts.graphs.keys()]).toEqual(GRAPH_DEFINITIONS.map(({ name }) => name));
    const asked = http.sent.length;
    expect(await id()).toBe('h1');
    expect(http.sent).toHaveLength(asked);
    keeper.forget();
    expect(await id()).toBe('h1');
    expect(http.sent.slice(asked).map(({ method, url }) => `${method} ${url.pathname.slice(8)}`)).toEqual([
      'GET hosts-by-custom-identifier/resolver-slo.tokyo',
      'PUT hosts/h1',
      'GET services/dns/metadata/resolver-slo-graphs',
    ]);
  });

  it('leaves what it has no word of: checks where there are none of ours', async () => {
    const { id, model, keeper } = rig();
    await id();
    model.hosts.all[0]!['checks'] = [{ name: 'by hand' }];
    keeper.forget();
    await id();
    expect(model.hosts.all[0]).toMatchObject({ checks: [{ name: 'by hand' }] });
    const ours = rig({ checks: true });
    await ours.id();
    expect(ours.model.hosts.all[0]).toMatchObject({ checks: [{ name: 'slo-a', memo: 'm' }] });
  });

  it('asks once for all who wait, and again after a failure', async () => {
    const { id, model, http } = rig();
    http.fault = { kind: 'network_error', cause: 'ECONNREFUSED' };
    await expect(Promise.all([id(), id()])).rejects.toMatchObject({ code: 'MACKEREL_UNREACHABLE' });
    expect(http.sent).toHaveLength(1);
    http.fault = null;
    expect(await id()).toBe('h1');
    expect(model.hosts.all).toHaveLength(1);
  });

  it('posts points though graphs are refused, and says so', async () => {
    const { id, http, log } = rig();
    const send = http.send.bind(http);
    const refused = {
      kind: 'response',
      status: 400,
      retryAfter: null,
      body: '{"error":{"message":"no graphs"}}',
    } as const;
    http.send = (request) => (request.url.pathname.includes('graph-defs') ? Promise.resolve(refused) : send(request));
    expect(await id()).toBe('h1');
    expect(log.text()).toContain('Mackerel answered 400: no graphs');
  });
});

describe('MackerelPoster of a host', () => {
  it('posts each minute of an outage once, with its own time, to the host that was found meanwhile', async () => {
    const { time, model, http, start } = rig();
    const poster = start();
    http.fault = { kind: 'network_error', cause: 'ECONNREFUSED' };
    for (let minute = 0; minute < 180; minute++) {
      await time.advance(MINUTE_MS);
      await poster.enqueueMinute(reportAt(T0 + minute * MINUTE_MS));
    }
    expect(model.hosts.points).toEqual([]);
    http.fault = null;
    await time.advance(10 * MINUTE_MS);
    const times = model.hosts.points.filter(({ name }) => name.includes('.availability.')).map((point) => point.time);
    expect(times).toEqual(Array.from({ length: 180 }, (_, minute) => T0 / 1_000 + minute * 60));
    expect(new Set(model.hosts.points.map(({ hostId }) => hostId))).toEqual(new Set(['h1']));
  });

  it('makes another host where somebody has retired the one it had', async () => {
    const { time, model, start } = rig();
    const poster = start();
    await time.advance(MINUTE_MS);
    await poster.enqueueMinute(reportAt(T0));
    await time.advance(MINUTE_MS);
    expect(model.hosts.points).not.toEqual([]);
    model.hosts.all[0]!['isRetired'] = true;
    await poster.enqueueMinute(reportAt(T0 + MINUTE_MS));
    await time.advance(10 * MINUTE_MS);
    expect(model.hosts.points.filter(({ hostId }) => hostId === 'h2').map((point) => point.time)).toContain(
      T0 / 1_000 + 60,
    );
  });
});
