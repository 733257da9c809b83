import { decode } from 'dns-packet';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeQuery,
  encodeRecord,
  encodeResponse,
  udpReplyLimit,
  type PresentedRecord,
} from '../../src/dns/respond.js';
import { dnsQueryBytes } from '../support/dns-query-bytes.js';

const NOTHING = { rcode: 0, answers: [], authorities: [] };

describe('decodeQuery()', () => {
  it('reads the question in lower case and keeps its bytes as they came', () => {
    const bytes = dnsQueryBytes('WwW.Example.Org', { qtype: 'AAAA' });
    const query = decodeQuery(bytes);
    expect(query).toMatchObject({
      id: 4711,
      opcode: 0,
      qname: 'www.example.org',
      qtype: 'AAAA',
      qclass: 'IN',
      edns: null,
    });
    expect(Buffer.from(query!.question)).toEqual(bytes.subarray(12));
  });

  it('reads EDNS version, payload size, DO and the wish for an NSID', () => {
    const query = decodeQuery(dnsQueryBytes('example.org', { edns: { udpSize: 4096, dnssecOk: true, nsid: true } }));
    expect(query?.edns).toEqual({ version: 0, udpSize: 4096, dnssecOk: true, wantsNsid: true });
  });

  it('takes no reply, no second question and no compressed question', () => {
    const reply = dnsQueryBytes('example.org');
    reply[2] = 0x81;
    const two = dnsQueryBytes('example.org');
    two.writeUInt16BE(2, 4);
    const compressed = dnsQueryBytes('example.org');
    compressed[12] = 0xc0;
    expect([reply, two, compressed].map(decodeQuery)).toEqual([null, null, null]);
  });

  it('gives null or a query for any bytes and never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        decodeQuery(bytes);
      }),
    );
  });

  it('never throws on a query with any one byte changed or cut anywhere', () => {
    const whole = dnsQueryBytes('www.example.org', { edns: { nsid: true } });
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length), (at, value, length) => {
        const bytes = Buffer.from(whole);
        bytes[at] = value;
        decodeQuery(bytes.subarray(0, length));
      }),
    );
  });
});

describe('encodeResponse()', () => {
  it('repeats id and question byte for byte, RD too, and offers recursion', () => {
    const bytes = dnsQueryBytes('WwW.Example.Org');
    const reply = encodeResponse(decodeQuery(bytes)!, NOTHING);
    expect(reply.subarray(12)).toEqual(bytes.subarray(12));
    expect(decode(reply)).toMatchObject({ id: 4711, flag_qr: true, flag_rd: true, flag_ra: true, flag_aa: false });
  });

  it('splits the rcode between header and OPT', () => {
    const query = decodeQuery(dnsQueryBytes('example.org', { edns: {} }))!;
    const reply = decode(encodeResponse(query, { ...NOTHING, rcode: 16 }));
    expect(reply).toMatchObject({ rcode: 'NOERROR', additionals: [{ type: 'OPT', extendedRcode: 1 }] });
  });

  it('sends EDNS only to those who sent it, and the NSID only to those who asked', () => {
    const plain = decodeQuery(dnsQueryBytes('example.org'))!;
    const edns = decodeQuery(dnsQueryBytes('example.org', { edns: {} }))!;
    const curious = decodeQuery(dnsQueryBytes('example.org', { edns: { nsid: true } }))!;
    const replies = [plain, edns, curious].map((query) => encodeResponse(query, { ...NOTHING, nsid: 'ns1' }));
    expect(decode(replies[0]!).additionals).toEqual([]);
    expect(replies.map((reply) => reply.includes('ns1'))).toEqual([false, false, true]);
  });

  it('sets AA, TC and AD when told', () => {
    const query = decodeQuery(dnsQueryBytes('example.org'))!;
    const content = { ...NOTHING, authoritative: true, truncated: true, authenticData: true };
    expect(decode(encodeResponse(query, content))).toMatchObject({ flag_aa: true, flag_tc: true, flag_ad: true });
  });
});

describe('encodeRecord()', () => {
  const cases: readonly [PresentedRecord['type'], string, unknown][] = [
    ['A', '192.0.2.1', '192.0.2.1'],
    ['AAAA', '2001:db8::1', '2001:db8::1'],
    ['CNAME', 'other.example.org', 'other.example.org'],
    ['NS', 'ns.example.org', 'ns.example.org'],
    ['PTR', 'host.example.org', 'host.example.org'],
    ['MX', '10 mail.example.org', { preference: 10, exchange: 'mail.example.org' }],
    ['TXT', 'some text', [Buffer.from('some text')]],
    [
      'SOA',
      'ns.example.org root.example.org 1 2 3 4 5',
      { mname: 'ns.example.org', rname: 'root.example.org', serial: 1, refresh: 2, retry: 3, expire: 4, minimum: 5 },
    ],
  ];

  it.each(cases)('writes %s %s so that a decoder reads it back', (type, data, decoded) => {
    const record = encodeRecord({ name: 'example.org', type, ttlSeconds: 60, data });
    const query = decodeQuery(dnsQueryBytes('example.org'))!;
    const reply = decode(encodeResponse(query, { ...NOTHING, answers: [record] }));
    expect(reply.answers).toEqual([expect.objectContaining({ name: 'example.org', type, ttl: 60, data: decoded })]);
  });

  it('cuts a long TXT into strings of 255 bytes', () => {
    const record = encodeRecord({ name: 'example.org', type: 'TXT', ttlSeconds: 60, data: 'x'.repeat(600) });
    const query = decodeQuery(dnsQueryBytes('example.org'))!;
    const reply = decode(encodeResponse(query, { ...NOTHING, answers: [record] }));
    const [txt] = reply.answers as unknown as [{ data: Buffer[] }];
    expect(txt.data.map((part) => part.length)).toEqual([255, 255, 90]);
  });

  it.each([
    ['MX', 'mail.example.org', 'the data of MX must be "PREFERENCE NAME", found "mail.example.org"'],
    ['MX', '70000 mail.example.org', 'the data of MX must be "PREFERENCE NAME", found "70000 mail.example.org"'],
    ['CNAME', `${'a'.repeat(64)}.org`, 'the data of CNAME must be a domain name of labels of 1 to 63 ASCII characters'],
    ['SOA', 'ns.example.org root.example.org 1 2 3', 'the data of SOA must be "MNAME RNAME SERIAL'],
  ] as const)('refuses %s %s', (type, data, message) => {
    expect(() => encodeRecord({ name: 'example.org', type, ttlSeconds: 60, data })).toThrow(message);
  });
});

describe('udpReplyLimit()', () => {
  it.each([
    [undefined, 512],
    [{ udpSize: 100 }, 512],
    [{ udpSize: 1000 }, 1000],
    [{ udpSize: 4096 }, 1232],
  ] as const)('with EDNS %j is %i bytes', (edns, limit) => {
    const bytes = dnsQueryBytes('example.org', edns === undefined ? {} : { edns });
    expect(udpReplyLimit(decodeQuery(bytes)!)).toBe(limit);
  });
});
