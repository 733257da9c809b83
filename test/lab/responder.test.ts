import { decode, type DecodedPacket } from 'dns-packet';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createResponder, type Reaction } from '../../src/lab/responder.js';
import { PLAIN_RESOLVER, type FaultEffect, type LabResolver, type ScheduledFault } from '../../src/lab/scenario.js';
import { seededRandom } from '../../src/lab/seeded-random.js';
import { createZone } from '../../src/lab/zone.js';
import { dnsQueryBytes } from '../support/dns-query-bytes.js';

const STARTED_AT_MS = 1_000_000;
const WWW = dnsQueryBytes('www.example.org', { edns: {} });

const zone = createZone([
  { name: 'www.example.org', type: 'A', ttlSeconds: 300, data: '192.0.2.10', secure: true },
  { name: 'long.example.org', type: 'TXT', ttlSeconds: 300, data: 'x'.repeat(900), secure: false },
]);

function fault(effect: FaultEffect, more: Partial<ScheduledFault> = {}): ScheduledFault {
  return { effect, atMs: 0, forMs: 1_000, everyMs: null, probability: 1, resolvers: null, qnames: null, ...more };
}

function responder(faults: readonly ScheduledFault[] = [], more: Partial<LabResolver> = {}, seed = 1) {
  const resolver = { name: 'ns1', listen: null, ...PLAIN_RESOLVER, ...more };
  return createResponder({ resolver, zone, faults, startedAtMs: STARTED_AT_MS, random: seededRandom(seed) });
}

function reply(reaction: Reaction): DecodedPacket & { rcode: string } {
  if (reaction.kind === 'silence') throw new Error('expected a reply, found silence');
  return decode(reaction.bytes) as DecodedPacket & { rcode: string };
}

const ask = (faults: readonly ScheduledFault[], transport: 'udp' | 'tcp' = 'udp', bytes = WWW, sinceStartMs = 0) =>
  responder(faults).react(bytes, transport, STARTED_AT_MS + sinceStartMs);

describe('createResponder()', () => {
  it('answers what the zone knows, NXDOMAIN for what it does not', () => {
    expect(reply(ask([])).answers).toEqual([expect.objectContaining({ data: '192.0.2.10' })]);
    expect(reply(ask([], 'udp', dnsQueryBytes('no.example.org')))).toMatchObject({ rcode: 'NXDOMAIN', answers: [] });
  });

  it('says AD for secure records only to clients with DO', () => {
    const validating = dnsQueryBytes('www.example.org', { edns: { dnssecOk: true } });
    expect(reply(ask([], 'udp', validating)).flag_ad).toBe(true);
    expect(reply(ask([])).flag_ad).toBe(false);
  });

  it('answers BADVERS to a later EDNS, NOTIMP to another opcode, REFUSED to a transfer', () => {
    const later = dnsQueryBytes('www.example.org', { edns: { version: 1 } });
    expect(reply(ask([], 'udp', later)).additionals).toEqual([expect.objectContaining({ extendedRcode: 1 })]);
    const notify = dnsQueryBytes('www.example.org');
    notify[2] = 0x20;
    expect(reply(ask([], 'udp', notify)).rcode).toBe('NOTIMP');
    expect(reply(ask([], 'tcp', dnsQueryBytes('example.org', { qtype: 'AXFR' }))).rcode).toBe('REFUSED');
  });

  it('truncates over UDP what does not fit, and sends it whole over TCP', () => {
    const query = dnsQueryBytes('long.example.org', { qtype: 'TXT' });
    expect(reply(ask([], 'udp', query))).toMatchObject({ flag_tc: true, answers: [] });
    expect(reply(ask([], 'tcp', query))).toMatchObject({ flag_tc: false, answers: [{ type: 'TXT' }] });
    const large = dnsQueryBytes('long.example.org', { qtype: 'TXT', edns: { udpSize: 1232 } });
    expect(reply(ask([], 'udp', large)).flag_tc).toBe(false);
  });

  it.each(['silent', 'drop'] as const)('says nothing while the fault is %s', (kind) => {
    expect(ask([fault({ kind })])).toEqual({ kind: 'silence' });
    expect(ask([fault({ kind })], 'udp', WWW, 1_000).kind).toBe('reply');
  });

  it('gives the rcode, the wrong address, the truncation and the delay of its faults', () => {
    expect(reply(ask([fault({ kind: 'rcode', rcode: 'SERVFAIL' })]))).toMatchObject({ rcode: 'SERVFAIL', answers: [] });
    expect(reply(ask([fault({ kind: 'wrong-answer' })])).answers).toMatchObject([{ data: '192.0.2.254' }]);
    expect(reply(ask([fault({ kind: 'truncate' })]))).toMatchObject({ flag_tc: true, answers: [] });
    expect(reply(ask([fault({ kind: 'truncate' })], 'tcp')).answers).toHaveLength(1);
    expect(ask([fault({ kind: 'delay', byUs: 250_000 })])).toMatchObject({ delayUs: 250_000 });
  });

  it('sends garbage with the id and question of the query that no decoder accepts', () => {
    const reaction = ask([fault({ kind: 'garbage' })]);
    if (reaction.kind === 'silence') throw new Error('expected garbage');
    expect(reaction.bytes.readUInt16BE(0)).toBe(4711);
    expect(reaction.bytes.subarray(12, 33)).toEqual(WWW.subarray(12, 33));
    expect(() => decode(reaction.bytes)).toThrow();
  });

  it('applies a fault to its resolvers and names only', () => {
    expect(ask([fault({ kind: 'silent' }, { resolvers: ['ns2'] })]).kind).toBe('reply');
    expect(ask([fault({ kind: 'silent' }, { qnames: ['*.example.net'] })]).kind).toBe('reply');
    expect(ask([fault({ kind: 'silent' }, { resolvers: ['ns1'], qnames: ['www.*'] })]).kind).toBe('silence');
  });

  it('loses the share of queries that a drop names', () => {
    const lossy = responder([fault({ kind: 'drop' }, { probability: 0.3, forMs: 1e9 })]);
    const lost = Array.from({ length: 2_000 }, () => lossy.react(WWW, 'udp', STARTED_AT_MS)).filter(
      ({ kind }) => kind === 'silence',
    );
    expect(lost.length).toBeGreaterThan(520);
    expect(lost.length).toBeLessThan(680);
  });

  it('takes a miss the first time and a hit while the answer is cached', () => {
    const latency = { hit: { medianUs: 100, sigma: 0, minUs: 0 }, miss: { medianUs: 9_000, sigma: 0, minUs: 0 } };
    const caching = responder([], { latency });
    const delays = [0, 1, 299_999, 300_000].map((sinceMs) => caching.react(WWW, 'udp', STARTED_AT_MS + sinceMs));
    expect(delays).toMatchObject([{ delayUs: 9_000 }, { delayUs: 100 }, { delayUs: 100 }, { delayUs: 9_000 }]);
  });

  it('does the same for the same seed, messages and times', () => {
    const run = (seed: number) => {
      const latency = { hit: { medianUs: 500, sigma: 1, minUs: 0 }, miss: { medianUs: 5_000, sigma: 1, minUs: 0 } };
      const one = responder([fault({ kind: 'drop' }, { probability: 0.5 })], { latency, loss: 0.1 }, seed);
      return Array.from({ length: 100 }, (_, index) => one.react(WWW, 'udp', STARTED_AT_MS + index));
    };
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
  });

  it('never throws, whatever the bytes and the faults', () => {
    const kinds: FaultEffect[] = [
      { kind: 'garbage' },
      { kind: 'wrong-answer' },
      { kind: 'rcode', rcode: 'REFUSED' },
      { kind: 'truncate' },
    ];
    const troubled = responder(kinds.map((effect) => fault(effect, { probability: 0.4 })));
    const mutated = fc.tuple(fc.nat(WWW.length - 1), fc.nat(255)).map(([at, value]) => {
      const bytes = Buffer.from(WWW);
      bytes[at] = value;
      return bytes;
    });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), mutated), (bytes) => {
        expect(['silence', 'reply']).toContain(troubled.react(bytes, 'udp', STARTED_AT_MS).kind);
      }),
    );
  });
});
