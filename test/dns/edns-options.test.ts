import fc from 'fast-check';
import { decode } from 'dns-packet';
import { describe, expect, it } from 'vitest';

import { buildQuery, type QueryContent } from '../../src/dns/build-query.js';
import { encodeOptions } from '../../src/dns/edns-options.js';
import { prepareQuery } from '../../src/dns/prepared-query.js';
import { sampleQuery } from '../support/dns-samples.js';

function hexOf(ecs: string): string {
  return Buffer.from(encodeOptions({ nsid: false, ecs }, null, 0)).toString('hex');
}

function optionsOf(bytes: Uint8Array): { code: number; data: Buffer }[] {
  const [opt] = decode(Buffer.from(bytes)).additionals ?? [];
  return (opt as unknown as { options: { code: number; data: Buffer }[] }).options;
}

const edns = fc.record(
  {
    udpSize: fc.constant(1232),
    do: fc.boolean(),
    nsid: fc.boolean(),
    ecs: fc.constantFrom('192.0.2.0/24', '2001:db8::/48', '0.0.0.0/0'),
    padding: fc.integer({ min: 1, max: 4_096 }),
  },
  { requiredKeys: ['udpSize', 'do', 'nsid'] },
);
const cookie = fc.option(fc.constantFrom(8, 16, 24, 40).map((length) => new Uint8Array(length).fill(7)));

describe('encodeOptions()', () => {
  it.each([
    // Family, source prefix length, scope 0, address (RFC 7871 §6).
    ['192.0.2.0/24', '00080007' + '0001' + '18' + '00' + 'c00002'],
    ['192.0.2.255/25', '00080008' + '0001' + '19' + '00' + 'c0000280'],
    ['192.0.2.255/32', '00080008' + '0001' + '20' + '00' + 'c00002ff'],
    ['198.51.100.7/13', '00080006' + '0001' + '0d' + '00' + 'c630'],
    ['0.0.0.0/0', '00080004' + '0001' + '00' + '00'],
    ['2001:db8::/48', '0008000a' + '0002' + '30' + '00' + '20010db80000'],
    ['2001:DB8:ffff:ffff::1/33', '00080009' + '0002' + '21' + '00' + '20010db880'],
    ['::1/128', '00080014' + '0002' + '80' + '00' + '00000000000000000000000000000001'],
    ['fe80:1:2:3:4:5:6:7/128', '00080014' + '0002' + '80' + '00' + 'fe800001000200030004000500060007'],
    ['::/0', '00080004' + '0002' + '00' + '00'],
  ])('claims %s by no more than the bytes it reaches into', (ecs, hex) => {
    expect(hexOf(ecs)).toBe(hex);
  });

  it.each([
    '192.0.2.0',
    '192.0.2.0/33',
    '2001:db8::/129',
    'example.org/8',
    '192.0.2.0/24/1',
    '192.0.2.0/',
    '/24',
    '192.0.2.0/1e1',
  ])('refuses %j with its reason', (ecs) => {
    expect(() => hexOf(ecs)).toThrow('its client subnet must be an address prefix');
  });

  it.each([8, 16, 24, 40])('sends a cookie of %i bytes as it is', (length) => {
    const bytes = Uint8Array.from({ length }, (_, i) => i);
    const options = optionsOf(buildQuery(sampleQuery(), 1, { caseBits: null, cookie: bytes }).bytes);
    expect(options).toMatchObject([{ code: 10, data: Buffer.from(bytes) }]);
  });

  it('pads the message to a multiple, as the last option, whatever else it holds', () => {
    const name = fc
      .array(fc.constantFrom('a', 'bc', 'x'.repeat(63)), { minLength: 1, maxLength: 3 })
      .map((labels) => labels.join('.'));
    fc.assert(
      fc.property(edns, cookie, name, (options, sent, qname) => {
        const content: QueryContent = { ...sampleQuery({ qname }), edns: options };
        const { bytes } = buildQuery(content, 1, { caseBits: null, cookie: sent });
        const decoded = optionsOf(bytes);
        const wanted = [
          options.nsid && 3,
          options.ecs !== undefined && 8,
          sent !== null && 10,
          options.padding !== undefined && 12,
        ];
        expect(decoded.map(({ code }) => code)).toEqual(wanted.filter((code) => code !== false));
        if (options.padding === undefined) return;
        expect(bytes.length % options.padding).toBe(0);
        // No more than is needed (RFC 8467 §4.1), and of zeros (RFC 7830 §3).
        expect(decoded.at(-1)!.data.length).toBeLessThan(options.padding);
        expect(decoded.at(-1)!.data.every((byte) => byte === 0)).toBe(true);
      }),
    );
  });
});

describe('prepareQuery()', () => {
  it('gives the message under any id, and nothing else of it changes', () => {
    const content = {
      ...sampleQuery(),
      edns: { udpSize: 1232, do: true, nsid: true, ecs: '192.0.2.0/24', padding: 128 },
    };
    const variation = { caseBits: new Uint8Array(32).fill(0x5a), cookie: new Uint8Array(24) };
    const query = prepareQuery(content, variation);
    for (const id of [0, 1, 0xabcd, 0xffff]) {
      expect(Buffer.from(query.bytes(id)).equals(Buffer.from(buildQuery(content, id, variation).bytes))).toBe(true);
    }
    expect(query.bytes(1)).toBe(query.bytes(2));
  });
});
