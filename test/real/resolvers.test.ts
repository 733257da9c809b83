import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Expectation, QueryDefinition, ResolverDefinition } from '../../src/domain/probe-definition.js';
import { samplePlan, sampleProbe, sampleQuery, sampleResolver } from '../support/dns-samples.js';
import type { MeasuredAttempt, MeasuredAttempts } from '../support/measured-attempts.js';
import { BIND } from '../support/resolvers/bind.js';
import { DNSDIST_RESOLVER } from '../support/resolvers/dnsdist.js';
import { KNOT_RESOLVER } from '../support/resolvers/knot-resolver.js';
import { POWERDNS_RECURSOR } from '../support/resolvers/powerdns-recursor.js';
import type { RealResolver } from '../support/resolvers/real-resolver.js';
import { startResolverRig, TLS_NAME, type ResolverRig } from '../support/resolvers/resolver-rig.js';
import { canSign, LARGE_RECORDS } from '../support/resolvers/signed-zone.js';
import { UNBOUND_RESOLVER } from '../support/resolvers/unbound.js';
import { hasOpenssl } from '../support/test-certificate.js';

const KINDS = [UNBOUND_RESOLVER, BIND, KNOT_RESOLVER, POWERDNS_RECURSOR, DNSDIST_RESOLVER].map((kind) => ({
  kind,
  name: kind.name,
  canRun: kind.isInstalled && BIND.isInstalled && canSign && hasOpenssl,
}));

/** Attempts of each series that are waited for. */
const ENOUGH = 3;

const QUERIES: readonly QueryDefinition[] = [
  query('a', 'www.example.org', 'A', { answers: ['192.0.2.11', '192.0.2.10'] }),
  query('aaaa', 'www.example.org', 'AAAA', { answers: ['2001:db8::10'] }),
  query('alias', 'alias.example.org', 'A', { answersAny: ['192.0.2.10'] }),
  query('mx', 'example.org', 'MX', { answersRegex: ['mail\\.example\\.org'] }),
  query('text', 'text.example.org', 'TXT', { answersRegex: ['hello'] }),
  query('miss', '{random}.example.org', 'A', { rcode: ['NXDOMAIN'] }),
  query('large', 'large.example.org', 'TXT', { minAnswers: LARGE_RECORDS, flags: { tc: false } }),
  query('signed', 'www.example.org', 'A', { flags: { ad: true } }, { do: true }),
  query('bogus', 'bogus.example.org', 'A', { rcode: ['SERVFAIL'] }),
];
const FAILING: readonly QueryDefinition[] = [
  query('broken', 'bogus.example.org', 'A', {}, { nsid: true }),
  query('refused', 'refused.example.org', 'A', {}),
  query('prefix', 'www.example.org', 'A', { answers: ['192.0.2.1', '192.0.2.11'] }),
];
const NAMED = query('named', 'www.example.org', 'A', {}, { nsid: true });
const CUT = query('cut', 'large.example.org', 'TXT', { flags: { tc: true } });

for (const { kind, name, canRun } of KINDS) {
  describe.skipIf(!canRun)(`${name} from Debian`, () => {
    let rig: ResolverRig;
    let routes: readonly ResolverDefinition[];
    let measured: MeasuredAttempts;
    let leftOpen: readonly string[];

    beforeAll(async () => {
      rig = await startResolverRig(kind);
      routes = routesTo(rig.resolver);
      const named = { ...NAMED, expect: { ...NAMED.expect, nsid: [kind.nsid] } };
      const measurement = rig.prober.start(planFor(routes, [...QUERIES, ...FAILING, named]));
      ({ measured } = measurement);
      await measurement.until(() => hasEnough(), 60_000);
      leftOpen = await measurement.stop();
    }, 180_000);

    afterAll(() => rig.close());

    it.each([...QUERIES, NAMED])('answers $name as it should by every transport', (asked) => {
      for (const route of routes) {
        expect([route.name, measured.validOutcomes(route.name, asked.name)]).toEqual([route.name, ['answered']]);
      }
    });

    it('is found out by every transport where it does not answer as it should', () => {
      const expected = { broken: ['wrong_rcode'], refused: ['wrong_rcode'], prefix: ['wrong_answer'] };
      for (const route of routes) {
        const found = Object.fromEntries(
          FAILING.map((each) => [each.name, measured.validOutcomes(route.name, each.name)]),
        );
        expect([route.name, found]).toEqual([route.name, expected]);
      }
    });

    it('is named in the evidence, with its reasons where it gives them', () => {
      for (const route of routes) {
        const rcodes = ['broken', 'refused', 'prefix'].map((each) => replyTo(route.name, each).rcode);
        expect(rcodes).toEqual(['SERVFAIL', 'REFUSED', 'NOERROR']);
        const { nsid, ede, flags } = replyTo(route.name, 'broken');
        expect({ nsid, flags }).toEqual({ nsid: kind.nsid, flags: ['rd', 'ra'] });
        // RFC 8914 §4.7: DNSSEC Bogus.
        expect(ede.map(({ code }) => code)).toEqual(kind.tellsBogus ? [6] : []);
      }
    });

    it('truncates over UDP what it gives whole over TCP', () => {
      expect(measured.validOutcomes('cut', 'cut')).toEqual(['answered']);
    });

    it('gets RTTs that are neither nothing nor beyond the timeout', () => {
      const rtts = measured.attempts.filter(({ outcome }) => outcome === 'answered').map(({ rttUs }) => rttUs ?? 0);
      expect(Math.min(...rtts)).toBeGreaterThan(1);
      expect(Math.max(...rtts)).toBeLessThan(5_000_000);
    });

    it('is measured in phases: each cold attempt in all of them, kept connections only where they were opened', () => {
      for (const { name: via, transport, reuse } of routes.filter((each) => each.transport !== 'udp')) {
        const parts = transport === 'tcp' ? ['connect', 'query'] : ['connect', 'tls', 'query'];
        const found = measured.valid(via).map(({ phases }) => Object.keys(phases));
        if (reuse === 'warm') {
          expect([via, found.some((each) => each.length === 0)]).toEqual([via, true]);
          expect([via, found.some((each) => each.length > 0)]).toEqual([via, true]);
        } else {
          expect([via, new Set(found.map((each) => each.join()))]).toEqual([via, new Set([parts.join()])]);
          for (const each of measured.valid(via)) expectToAddUp(each);
        }
      }
    });

    it('shows when its certificate expires', () => {
      const secured = routes.filter(({ transport }) => transport === 'dot' || transport === 'doh');
      for (const { name: via } of secured) {
        const news = measured.connections.filter((each) => each.resolver === via);
        const expiries = news.flatMap(({ certificateExpiresAtMs: at }) => (at === null ? [] : [at]));
        expect([via, expiries.length > 0]).toEqual([via, true]);
        for (const atMs of expiries) expect(Math.abs(atMs - Date.now() - 2 * 86_400_000)).toBeLessThan(600_000);
      }
    });

    it('leaves no socket and no timer behind', () => {
      expect(leftOpen).toEqual([]);
    });

    /** Connecting, handshake and query are the whole, but for the moments between them. */
    function expectToAddUp({ phases, rttUs }: MeasuredAttempt): void {
      const { connect = 0, tls = 0, query: asked = 0 } = phases;
      expect(connect + tls + asked).toBeLessThanOrEqual((rttUs ?? 0) + 3);
    }

    function hasEnough(): boolean {
      const all = [...QUERIES, ...FAILING, NAMED];
      const everywhere = routes.every((route) =>
        all.every((each) => measured.valid(route.name, each.name).length >= ENOUGH),
      );
      return everywhere && measured.valid('cut').length >= ENOUGH;
    }

    function replyTo(route: string, asked: string): NonNullable<(typeof measured.failures)[number]['reply']> {
      const failure = measured.failures.find(({ series }) => series.resolver === route && series.query === asked);
      expect(failure?.reply).toBeTruthy();
      return failure!.reply!;
    }
  });
}

/** The resolver by everything that it listens on. */
function routesTo({ port, dotPort, dohPort }: RealResolver): ResolverDefinition[] {
  return [
    route('udp', { port }),
    route('udp6', { port, address: '::1' }),
    route('tcp', { port, transport: 'tcp' }),
    route('tcp6', { port, transport: 'tcp', address: '::1' }),
    route('tcp-warm', { port, transport: 'tcp', reuse: 'warm' }),
    ...(dotPort === null ? [] : dotRoutes(dotPort)),
    ...(dohPort === null ? [] : dohRoutes(dohPort)),
  ];
}

function dotRoutes(port: number): ResolverDefinition[] {
  const dot = { port, transport: 'dot', tlsName: TLS_NAME } as const;
  return [route('dot', dot), route('dot6', { ...dot, address: '::1' }), route('dot-warm', { ...dot, reuse: 'warm' })];
}

function dohRoutes(port: number): ResolverDefinition[] {
  const authority = `${TLS_NAME}:${String(port)}`;
  const doh = (method: 'get' | 'post'): Partial<ResolverDefinition> => {
    return { port, transport: 'doh', doh: { authority, path: '/dns-query', method } };
  };
  return [
    route('doh-get', doh('get')),
    route('doh-post', doh('post')),
    route('doh6-get', { ...doh('get'), address: '::1' }),
    route('doh-get-warm', { ...doh('get'), reuse: 'warm' }),
    route('doh-post-warm', { ...doh('post'), reuse: 'warm' }),
  ];
}

function route(name: string, changes: Partial<ResolverDefinition>): ResolverDefinition {
  return sampleResolver({ name, maxQps: 10_000, ...changes });
}

function planFor(
  routes: readonly ResolverDefinition[],
  queries: readonly QueryDefinition[],
): ReturnType<typeof samplePlan> {
  const often = { schedule: { kind: 'every', everyMs: 500 }, timeoutMs: 5_000 } as const;
  const cut = { ...routes[0]!, name: 'cut', tcpFallback: false };
  return samplePlan({
    probes: [
      sampleProbe({ ...often, resolvers: routes, queries }),
      sampleProbe({ ...often, name: 'cut', resolvers: [cut], queries: [CUT] }),
    ],
  });
}

function query(
  name: string,
  qname: string,
  qtype: string,
  expectation: Partial<Expectation>,
  edns: Partial<QueryDefinition['edns']> = {},
): QueryDefinition {
  return sampleQuery({
    name,
    qname,
    qtype,
    expect: { rcode: ['NOERROR'], ...expectation },
    edns: { udpSize: 1232, do: false, nsid: false, ...edns },
  });
}
