import type { Answer } from 'dns-packet';
import { describe, expect, it } from 'vitest';

import { buildQuery } from '../../src/dns/build-query.js';
import { decodeMessage } from '../../src/dns/decode-message.js';
import { compileExpectation, unmetKey } from '../../src/dns/expectation.js';
import type { Expectation } from '../../src/domain/probe-definition.js';
import { aRecord, dnsReply, type ReplyContent, rrsigRecord } from '../support/dns-reply.js';
import { sampleExpectation, sampleQuery } from '../support/dns-samples.js';

const query = buildQuery(sampleQuery(), 7).bytes;
const two = [aRecord('192.0.2.10', 300), aRecord('192.0.2.11', 60)];
const rrsig = rrsigRecord();

function unmet(expectation: Partial<Expectation>, content: ReplyContent): string | null {
  const message = decodeMessage(dnsReply(query, content));
  return unmetKey(message!, compileExpectation(sampleExpectation(expectation)));
}

function answer(type: string, data: unknown): ReplyContent {
  return { answers: [{ type, name: 'www.example.org', ttl: 1, data } as Answer] };
}

describe('unmetKey()', () => {
  it('is null where nothing is demanded', () => {
    expect(unmet({}, {})).toBeNull();
  });

  it('counts answers, signatures left out', () => {
    expect(unmet({ minAnswers: 2 }, { answers: two })).toBeNull();
    expect(unmet({ minAnswers: 2 }, { answers: [two[0]!, rrsig] })).toBe('minAnswers');
  });

  it('wants exactly the set of answers, never a substring of one', () => {
    const exact = ['192.0.2.11', '192.0.2.10'];
    expect(unmet({ answers: exact }, { answers: two })).toBeNull();
    expect(unmet({ answers: exact }, { answers: [...two, rrsig] })).toBeNull();
    expect(unmet({ answers: exact }, { answers: [...two, two[0]!] })).toBeNull();
    expect(unmet({ answers: exact }, { answers: two.slice(1) })).toBe('answers');
    expect(unmet({ answers: ['192.0.2.10'] }, { answers: two })).toBe('answers');
    expect(unmet({ answers: ['192.0.2.1'] }, { answers: [two[0]!] })).toBe('answers');
    expect(unmet({ answers: [] }, {})).toBeNull();
    expect(unmet({ answers: [] }, { answers: two })).toBe('answers');
  });

  it('is content with one of answersAny', () => {
    expect(unmet({ answersAny: ['192.0.2.11', '192.0.2.99'] }, { answers: two })).toBeNull();
    expect(unmet({ answersAny: ['192.0.2.1'] }, { answers: two })).toBe('answersAny');
    expect(unmet({ answersAny: ['192.0.2.1'] }, {})).toBe('answersAny');
  });

  it('matches answersRegex in linear time', () => {
    expect(unmet({ answersRegex: ['^192\\.0\\.2\\.1[01]$'] }, { answers: two })).toBeNull();
    expect(unmet({ answersRegex: ['^10\\.'] }, { answers: two })).toBe('answersRegex');
    expect(unmet({ answersRegex: ['^v=spf1 '] }, answer('TXT', ['v=spf1 -all']))).toBeNull();
    const started = performance.now();
    expect(unmet({ answersRegex: ['^(a+)+$'] }, answer('TXT', ['a'.repeat(250) + 'b', 'a'.repeat(250)]))).toBe(
      'answersRegex',
    );
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('looks for data in the authority and additional sections', () => {
    const ns: Answer = { type: 'NS', name: 'example.org', data: 'ns1.example.org' };
    expect(unmet({ authority: ['NS1.example.org'] }, { authorities: [ns] })).toBeNull();
    expect(unmet({ authority: ['ns1.example.org'] }, {})).toBe('authority');
    expect(unmet({ additional: ['192.0.2.10'] }, { additionals: [two[0]!] })).toBeNull();
    expect(unmet({ additional: ['192.0.2.10'] }, { answers: two })).toBe('additional');
  });

  it('wants flags set or clear, as written', () => {
    expect(unmet({ flags: { ad: true } }, { flags: 0x20 })).toBeNull();
    expect(unmet({ flags: { ad: true } }, {})).toBe('flags');
    expect(unmet({ flags: { aa: false, ra: true } }, { flags: 0x400 })).toBe('flags');
    expect(unmet({ flags: { tc: false } }, {})).toBeNull();
  });

  it('bounds the TTL of every answer', () => {
    expect(unmet({ ttl: { min: 60, max: 300 } }, { answers: two })).toBeNull();
    expect(unmet({ ttl: { min: 61 } }, { answers: two })).toBe('ttl');
    expect(unmet({ ttl: { max: 299 } }, { answers: two })).toBe('ttl');
  });

  it('wants the whole NSID', () => {
    const options = [{ code: 3, data: Buffer.from('ns10') }];
    expect(unmet({ nsid: ['ns1', 'ns10'] }, { options })).toBeNull();
    expect(unmet({ nsid: ['ns1'] }, { options })).toBe('nsid');
    expect(unmet({ nsid: ['ns1'] }, {})).toBe('nsid');
  });

  it('wants one of the extended errors', () => {
    const options = [{ code: 15, data: Buffer.of(0, 6) }];
    expect(unmet({ ede: [6, 7] }, { options })).toBeNull();
    expect(unmet({ ede: [7] }, { options })).toBe('ede');
    expect(unmet({ ede: [6] }, {})).toBe('ede');
  });

  it.each([
    ['AAAA', '2001:db8::1', '2001:0DB8:0:0:0:0:0:1', '2001:db8::2'],
    ['CNAME', 'Target.example.org', 'target.EXAMPLE.org.', 'target.example'],
    ['MX', { preference: 10, exchange: 'mx.example.org' }, '10  mx.example.org', '1 mx.example.org'],
    ['TXT', ['a', 'b'], 'ab', 'a'],
    ['TXT', ['a b'], '"a b"', '"a" "b"'],
    ['TXT', ['grüße'], 'grüße', 'gruesse'],
    ['DS', { keyTag: 1, algorithm: 13, digestType: 2, digest: Buffer.of(0xab, 0xcd) }, '1 13 2 AB CD', '1 13 2 ab'],
    ['CAA', { flags: 0, tag: 'issue', value: 'ca.example' }, '0 issue "ca.example"', '0 issue "ca.exampl"'],
  ])('takes %s data in other spellings', (type, data, same, other) => {
    expect(unmet({ answers: [same] }, answer(type, data))).toBeNull();
    expect(unmet({ answers: [other] }, answer(type, data))).toBe('answers');
  });
});

describe('compileExpectation()', () => {
  it('refuses an unknown rcode and a pattern RE2 does not take', () => {
    expect(() => compileExpectation({ rcode: ['NOPE'] })).toThrow('found "NOPE"');
    expect(() => compileExpectation(sampleExpectation({ answersRegex: ['(?=a)'] }))).toThrow('the syntax of RE2');
  });
});
