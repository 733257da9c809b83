import { describe, expect, it } from 'vitest';

import type { ProbeDefinition, ResolverDefinition, StubDefinition } from '../../../src/domain/probe-definition.js';
import type { FakeAsk } from '../../support/dns-fake-asker.js';
import type { ProberTime } from '../../support/dns-prober-time.js';
import { samplePlan, sampleProbe, sampleQuery, sampleResolver } from '../../support/dns-samples.js';
import { startProber } from '../../support/prober-rig.js';

const STUB: StubDefinition = { name: 'stub', attempts: 2, timeoutMs: 1_000, rotate: false, deadlineMs: null };
const CANARY = { address: '192.0.2.200', port: 53 };

/** Queries of the stub are known by their timeout: those of the probe's series have 500 ms. */
function isStubs({ request }: FakeAsk): boolean {
  return request.timeoutMs > 500;
}

function resolvers(count: number): ResolverDefinition[] {
  return Array.from({ length: count }, (_, i) =>
    sampleResolver({ name: `ns${String(i)}`, address: `192.0.2.${String(i + 1)}` }),
  );
}

function probe(changes: Partial<ProbeDefinition> = {}): ProbeDefinition {
  return sampleProbe({
    schedule: { kind: 'every', everyMs: 10_000 },
    resolvers: resolvers(2),
    stubs: [STUB],
    ...changes,
  });
}

/** Resolvers of these addresses are silent, all others answer after 5 ms. */
function silent(...addresses: readonly string[]): (ask: FakeAsk, time: ProberTime) => void {
  return (ask, time) => {
    const isSilent = addresses.includes(ask.request.route.endpoint.address);
    if (isSilent) time.setTimer(() => ask.fail('timeout'), ask.request.timeoutMs);
    else time.setTimer(() => ask.answer(), 5);
  };
}

describe('callAsStub()', () => {
  it('adds a series of its own, measured by its own queries', () => {
    const { time, rows, asker } = startProber(samplePlan({ probes: [probe()] }), silent());
    time.advance(30_000);
    expect(rows('stub').length).toBeGreaterThanOrEqual(2);
    for (const row of rows('stub')) expect(row).toMatchObject({ outcome: 'answered', rttUs: 5_000 });
    expect(rows('ns0').length).toBeGreaterThanOrEqual(2);
    const stubAsks = asker.asks.filter(isStubs);
    expect(stubAsks.every(({ request }) => request.route.endpoint.address === '192.0.2.1')).toBe(true);
  });

  it('shows fail-over in its time, its independence in the other series', () => {
    const { time, rows, failures } = startProber(samplePlan({ probes: [probe()] }), silent('192.0.2.1'));
    time.advance(40_000);
    for (const row of rows('stub')) expect(row).toMatchObject({ outcome: 'answered', rttUs: 1_005_000 });
    for (const row of rows('ns0')) expect(row.outcome).toBe('timeout');
    for (const row of rows('ns1')) expect(row).toMatchObject({ outcome: 'answered', rttUs: 5_000 });
    expect(failures('stub')).toEqual([]);
  });

  it('tells whom it asked, and who answered', () => {
    const { time, batches, rows } = startProber(samplePlan({ probes: [probe()] }), silent('192.0.2.1'));
    time.advance(40_000);
    const count = (resolver: string, key: 'asked' | 'answered') =>
      batches
        .flatMap(({ stubs }) => stubs.filter((one) => one.resolver === resolver))
        .reduce((sum, one) => sum + one[key], 0);
    const resolutions = rows('stub').length;
    expect(resolutions).toBeGreaterThanOrEqual(3);
    expect([count('ns0', 'asked'), count('ns0', 'answered')]).toEqual([resolutions, 0]);
    expect([count('ns1', 'asked'), count('ns1', 'answered')]).toEqual([resolutions, resolutions]);
  });

  it('does not count how late this process was to notice', () => {
    const { time, rows } = startProber(samplePlan({ probes: [probe()] }), (ask, at) => {
      const isFirst = ask.request.route.endpoint.address === '192.0.2.1';
      if (isFirst) at.setTimer(() => ask.fail('timeout'), ask.request.timeoutMs + 400);
      else at.setTimer(() => ask.answer(), 5);
    });
    time.advance(30_000);
    expect(rows('stub').length).toBeGreaterThan(0);
    for (const row of rows('stub')) expect(row.rttUs).toBe(1_005_000);
  });

  it('tells of a failure whom it asked, and what became of each query', () => {
    const { time, failures } = startProber(samplePlan({ probes: [probe()] }), silent('192.0.2.1', '192.0.2.2'));
    time.advance(40_000);
    const [failure] = failures('stub');
    expect(failure).toMatchObject({ outcome: 'timeout', rttUs: null, peer: '192.0.2.2:53' });
    expect(failure!.steps!.map(({ resolver, outcome, elapsedUs }) => [resolver, outcome, elapsedUs])).toEqual([
      ['ns0', 'timeout', 1_000_000],
      ['ns1', 'timeout', 1_000_000],
      ['ns0', 'timeout', 1_000_000],
      ['ns1', 'timeout', 1_000_000],
    ]);
  });

  it('asks one name in one resolution, and another in the next', () => {
    const queries = [sampleQuery({ qname: '{random}.example.org' })];
    const plan = samplePlan({ probes: [probe({ queries })] });
    const { time, asker } = startProber(plan, silent('192.0.2.1', '192.0.2.2'));
    time.advance(20_000);
    const names = asker.asks.filter(isStubs).map(({ request }) => Buffer.from(request.query.question.name).toString());
    expect(names.length % 4).toBe(0);
    expect(new Set(names).size).toBe(names.length / 4);
  });

  it('goes by another source port in each pass', () => {
    const { time, asker } = startProber(samplePlan({ probes: [probe()] }), silent('192.0.2.1', '192.0.2.2'));
    time.advance(13_000);
    const turns = asker.asks
      .filter(isStubs)
      .slice(0, 4)
      .map(({ turn }) => turn);
    expect(turns).toEqual([turns[0], turns[0], turns[0]! + 1, turns[0]! + 1]);
  });

  it('leaves out resolvers that a client cannot ask by its resolv.conf, and asks over TCP where an answer is cut', () => {
    const [first, second] = resolvers(2);
    const mixed = [{ ...first!, transport: 'tcp' } as const, { ...second!, tcpFallback: false }];
    const { time, asker } = startProber(samplePlan({ probes: [probe({ resolvers: mixed })] }), silent());
    time.advance(20_000);
    const routes = asker.asks.filter(isStubs).map(({ request }) => request.route);
    expect(routes.length).toBeGreaterThan(0);
    for (const route of routes) expect(route).toMatchObject({ transport: 'udp', tcpFallback: true });
  });

  it('sends no cookie, which would be one for all resolvers', () => {
    const queries = [sampleQuery({ edns: { udpSize: 1232, do: false, nsid: false, cookie: true } })];
    const { time, asker } = startProber(samplePlan({ probes: [probe({ queries })] }), silent());
    time.advance(20_000);
    const cookies = (isWanted: boolean) =>
      asker.asks.filter((ask) => isStubs(ask) === isWanted).map(({ request }) => request.query.question.clientCookie);
    expect(cookies(true).length).toBeGreaterThan(0);
    for (const cookie of cookies(true)) expect(cookie).toBeNull();
    for (const cookie of cookies(false)) expect(cookie).not.toBeNull();
  });

  it('measures several stubs side by side', () => {
    const stubs = [STUB, { ...STUB, name: 'stub-patient', timeoutMs: 3_000 }];
    const { time, rows } = startProber(samplePlan({ probes: [probe({ stubs })] }), silent('192.0.2.1'));
    time.advance(40_000);
    expect(rows('stub')[0]).toMatchObject({ outcome: 'answered', rttUs: 1_005_000 });
    expect(rows('stub-patient')[0]).toMatchObject({ outcome: 'answered', rttUs: 3_005_000 });
  });

  it('is a prober_error when a limit allows none of its queries', () => {
    const limited = resolvers(1).map((resolver) => ({ ...resolver, maxQps: 1 }));
    const eager = { ...STUB, attempts: 1 };
    const plan = samplePlan({
      probes: [probe({ schedule: { kind: 'every', everyMs: 10 }, resolvers: limited, stubs: [eager] })],
    });
    const { time, rows, failures } = startProber(plan, silent());
    time.advance(5_000);
    const throttled = rows('stub').filter(({ outcome }) => outcome === 'prober_error');
    expect(throttled.length).toBeGreaterThan(300);
    expect(failures('stub')[0]!.detail).toContain('more than 1 queries a second');
  });

  it('goes on when sending throws', () => {
    const { time, rows, problems } = startProber(samplePlan({ probes: [probe()] }), (ask, at) => {
      if (isStubs(ask) && ask.request.route.endpoint.address === '192.0.2.1') throw new Error('out of order');
      silent()(ask, at);
    });
    time.advance(20_000);
    expect(rows('stub')[0]).toMatchObject({ outcome: 'answered', rttUs: 5_000 });
    expect(problems).toEqual([]);
  });

  it('counts a send missed in a pause once', () => {
    const { time, rows } = startProber(samplePlan({ probes: [probe()] }), silent());
    time.advance(20_000);
    const before = rows('stub').length;
    time.freeze(30_000);
    time.advance(1_000);
    expect(rows('stub').length - before).toBe(3);
    expect(rows('stub').filter(({ outcome }) => outcome === 'prober_error')).toHaveLength(3);
  });

  describe('with a canary', () => {
    const plan = samplePlan({ canaries: [CANARY], probes: [probe({ schedule: { kind: 'every', everyMs: 1_000 } })] });

    it('is excused when nobody replies to anybody', () => {
      let isOffLine = false;
      const { time, rows } = startProber(plan, (ask, at) => {
        const everybody = [CANARY.address, '192.0.2.1', '192.0.2.2'];
        silent(...(isOffLine ? everybody : []))(ask, at);
      });
      time.advance(10_000);
      isOffLine = true;
      const fromMs = time.wallMs();
      time.advance(30_000);
      isOffLine = false;
      const toMs = time.wallMs();
      time.advance(30_000);
      const during = rows('stub').filter(
        (row) => row.scheduledAtMs > fromMs + 3_000 && row.scheduledAtMs < toMs - 8_000,
      );
      expect(during.length).toBeGreaterThan(10);
      for (const row of during) expect(row.outcome).toBe('prober_error');
      const slots = rows('stub').map(({ scheduledAtMs }) => scheduledAtMs);
      expect(new Set(slots).size).toBe(slots.length);
      expect(slots.length).toBeGreaterThanOrEqual(64);
    });

    it('is not excused when one resolver replies', () => {
      const { time, rows } = startProber(plan, silent(CANARY.address, '192.0.2.1'));
      time.advance(120_000);
      for (const row of rows('stub')) expect(row).toMatchObject({ outcome: 'answered', rttUs: 1_005_000 });
      for (const row of rows('ns0')) expect(row.outcome).toBe('timeout');
      expect(rows('stub').length).toBeGreaterThan(100);
    });

    it('is a timeout when the canary lives', () => {
      const { time, rows } = startProber(plan, silent('192.0.2.1', '192.0.2.2'));
      time.advance(60_000);
      expect(rows('stub').length).toBeGreaterThan(40);
      for (const row of rows('stub')) expect(row.outcome).toBe('timeout');
    });

    it('keeps an answer that came after its slot was called off line', () => {
      let isOffLine = true;
      const { time, rows } = startProber(
        samplePlan({
          canaries: [CANARY],
          probes: [probe({ schedule: { kind: 'every', everyMs: 1_000 }, stubs: [{ ...STUB, timeoutMs: 10_000 }] })],
        }),
        (ask, at) => {
          if (!isOffLine) return void at.setTimer(() => ask.answer(), 5);
          at.setTimer(() => ask.fail('timeout'), ask.request.timeoutMs);
        },
      );
      const startMs = time.wallMs();
      time.advance(6_000);
      isOffLine = false;
      time.advance(60_000);
      const early = rows('stub').filter(({ scheduledAtMs }) => scheduledAtMs < startMs + 5_000);
      expect(early.length).toBeGreaterThanOrEqual(4);
      for (const row of early) expect(row).toMatchObject({ outcome: 'answered', rttUs: 10_005_000 });
      expect(rows('ns0').some(({ outcome }) => outcome === 'prober_error')).toBe(true);
      const slots = rows('stub').map(({ scheduledAtMs }) => scheduledAtMs);
      expect(new Set(slots).size).toBe(slots.length);
    });
  });
});
