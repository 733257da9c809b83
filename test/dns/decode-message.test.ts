import { encode } from 'dns-packet';
import { describe, expect, it } from 'vitest';

import { buildQuery } from '../../src/dns/build-query.js';
import { decodeMessage } from '../../src/dns/decode-message.js';
import { aRecord, dnsReply } from '../support/dns-reply.js';
import { sampleQuery } from '../support/dns-samples.js';

const query = buildQuery(sampleQuery(), 7).bytes;

/** A response to `www.example.org A` with one raw record in the answer section. */
function withRecord(type: number, rdata: readonly number[], rdlength = rdata.length): Buffer {
  const reply = encode({ type: 'response', id: 7, questions: [{ type: 'A', name: 'www.example.org' }] });
  const record = [0xc0, 12, type >> 8, type & 255, 0, 1, 0, 0, 1, 0, rdlength >> 8, rdlength & 255, ...rdata];
  const bytes = Buffer.concat([reply, Buffer.from(record)]);
  bytes.writeUInt16BE(1, 6);
  return bytes;
}

function dataOf(type: number, rdata: readonly number[]): string | undefined {
  return decodeMessage(withRecord(type, rdata))?.answers[0]?.data;
}

describe('decodeMessage()', () => {
  it('reports BADVERS from the OPT record', () => {
    expect(decodeMessage(dnsReply(query, { extendedRcode: 1 }))?.rcode).toBe(16);
    expect(decodeMessage(dnsReply(query, { extendedRcode: 0xff, rcode: 15 }))?.rcode).toBe(4095);
  });

  it('reads flags, sections with owners and TTLs, NSID and extended errors', () => {
    const options = [
      { code: 3, data: Buffer.from('ns1.tokyo') },
      { code: 15, data: Buffer.concat([Buffer.of(0, 22), Buffer.from('no reachable authority')]) },
    ];
    const authorities = [{ type: 'NS' as const, name: 'example.org', ttl: 60, data: 'ns1.example.org' }];
    const message = decodeMessage(
      dnsReply(query, { flags: 0x0620, answers: [aRecord('192.0.2.10')], authorities, options }),
    );
    expect(message).toMatchObject({
      id: 7,
      isResponse: true,
      opcode: 0,
      rcode: 0,
      flags: { aa: true, tc: true, rd: true, ra: true, ad: true, cd: false },
      answers: [{ name: 'www.example.org.', type: 'A', class: 1, ttlSeconds: 300, data: '192.0.2.10' }],
      authorities: [{ name: 'example.org.', type: 'NS', ttlSeconds: 60, data: 'ns1.example.org.' }],
      additionals: [],
      edns: { nsid: 'ns1.tokyo', ede: [{ code: 22, text: 'no reachable authority' }] },
    });
  });

  it('shows an NSID that is not text as hex', () => {
    const reply = dnsReply(query, { options: [{ code: 3, data: Buffer.of(0xff, 0x01) }] });
    expect(decodeMessage(reply)?.edns?.nsid).toBe('ff01');
  });

  it('keeps apart a label with a dot and two labels, and keeps bytes that are not UTF-8', () => {
    expect(dataOf(5, [3, 0x61, 0x2e, 0x62, 0])).toBe('a\\.b.');
    expect(dataOf(5, [1, 0xff, 0])).toBe('\\255.');
    expect(dataOf(16, [2, 0x22, 0xff])).toBe('"\\"\\255"');
  });

  it.each([
    ['MX', 15, [0, 10, 2, 0x6d, 0x78, 0xc0, 16], '10 mx.example.org.'],
    ['SRV', 33, [0, 1, 0, 2, 0, 53, 0], '1 2 53 .'],
    ['SOA', 6, [0, 0, ...[1, 2, 3, 4, 5].flatMap((n) => [0, 0, 0, n])], '. . 1 2 3 4 5'],
    ['AAAA', 28, [0x20, 1, 0x0d, 0xb8, ...new Array<number>(11).fill(0), 1], '2001:db8::1'],
    ['CAA', 257, [0, 5, ...Buffer.from('issueca.example')], '0 issue "ca.example"'],
    ['DS', 43, [0, 1, 13, 2, 0xab, 0xcd], '1 13 2 abcd'],
    ['DNSKEY of another protocol', 48, [1, 0, 4, 13, 0xff], '256 4 13 /w=='],
    ['SSHFP of an unknown hash', 44, [4, 9, 1, 2], '4 9 0102'],
    ['NSEC', 47, [0, 0, 1, 0x62], '. A NS SOA'],
    ['TXT of two strings', 16, [1, 0x61, 1, 0x62], '"a" "b"'],
    ['NAPTR', 35, [0, 1, 0, 2, 1, 0x53, 0, 0, 0], '1 2 "S" "" "" .'],
    [
      'RRSIG',
      46,
      [0, 1, 13, 3, 0, 0, 1, 0x2c, 0, 0, 0, 1, 0, 0, 0, 0, 0x12, 0x34, 0, 0xff],
      'A 13 3 300 19700101000001 19700101000000 4660 . /w==',
    ],
    ['an unknown type', 65280, [1, 2, 3], '\\# 3 010203'],
    ['no data of an unknown type', 65280, [], '\\# 0'],
  ])('shows the data of %s', (_, type, rdata, text) => {
    expect(dataOf(type, rdata)).toBe(text);
  });

  it.each([
    ['an A record of 5 bytes', withRecord(1, [192, 0, 2, 1, 9])],
    ['an A record of 3 bytes', withRecord(1, [192, 0, 2])],
    ['a record longer than the message', withRecord(1, [192, 0, 2, 1], 400)],
    ['unknown data longer than the message', withRecord(65280, [1], 9)],
    ['a name that goes on behind its record', withRecord(2, [1], 1)],
    ['a name shorter than its record', withRecord(2, [0, 0])],
    ['a string that goes on behind its record', withRecord(16, [9, 0x61])],
    ['a type bitmap without a length', withRecord(47, [0, 0])],
    ['bytes behind the end', Buffer.concat([dnsReply(query), Buffer.of(0)])],
    ['fewer records than counted', withCount(6, 1)],
    ['a header only, that counts a question', Buffer.from(query).subarray(0, 12)],
    ['11 bytes', Buffer.from(query).subarray(0, 11)],
  ])('is null for %s', (_, bytes) => {
    expect(decodeMessage(bytes)).toBeNull();
  });

  it('is null for an OPT record that is doubled, elsewhere, not at the root, or cut', () => {
    const reply = dnsReply(query);
    const opt = reply.subarray(-11);
    const doubled = Buffer.concat([reply, opt]);
    doubled.writeUInt16BE(2, 10);
    const answered = Buffer.from(reply);
    answered.writeUInt16BE(1, 6);
    answered.writeUInt16BE(0, 10);
    const elsewhere = Buffer.concat([reply.subarray(0, -11), Buffer.of(1, 97), opt]);
    const cut = Buffer.concat([reply.subarray(0, -2), Buffer.of(0, 3, 0, 3, 0)]);
    for (const bytes of [doubled, answered, elsewhere, cut]) expect(decodeMessage(bytes)).toBeNull();
  });
});

function withCount(offset: number, count: number): Buffer {
  const bytes = Buffer.from(dnsReply(query));
  bytes.writeUInt16BE(count, offset);
  return bytes;
}
