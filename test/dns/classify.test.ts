import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { buildQuery } from '../../src/dns/build-query.js';
import { classify, type ReplyTransport } from '../../src/dns/classify.js';
import { compileExpectation } from '../../src/dns/expectation.js';
import type { Verdict } from '../../src/dns/verdict.js';
import type { Expectation } from '../../src/domain/probe-definition.js';
import { aRecord, dnsReply } from '../support/dns-reply.js';
import { sampleExpectation, sampleQuery } from '../support/dns-samples.js';

const UDP: ReplyTransport = { transport: 'udp', followTruncation: true };
const TCP: ReplyTransport = { transport: 'tcp', followTruncation: false };
const sent = buildQuery(sampleQuery(), 0x1234);
const fine = dnsReply(sent.bytes, { answers: [aRecord('192.0.2.10')] });

function verdict(bytes: Uint8Array, facts = UDP, expectation: Partial<Expectation> = {}): Verdict {
  return classify(bytes, sent, compileExpectation(sampleExpectation(expectation)), facts);
}

function outcome(bytes: Uint8Array, facts = UDP, expectation: Partial<Expectation> = {}): string {
  const judged = verdict(bytes, facts, expectation);
  return judged.kind === 'reply' ? judged.outcome : judged.kind;
}

function patched(offset: number, byte: number): Buffer {
  const bytes = Buffer.from(fine);
  bytes[offset] = byte;
  return bytes;
}

/** A header alone, as servers send that could not read the question. */
function withoutQuestion(rcode: number): Buffer {
  return Buffer.of(0x12, 0x34, 0x81, 0x80 | rcode, 0, 0, 0, 0, 0, 0, 0, 0);
}

describe('classify()', () => {
  it('tells answered, with the rcode', () => {
    expect(verdict(fine)).toEqual({ kind: 'reply', outcome: 'answered', rcode: 'NOERROR', unmet: null, detail: null });
  });

  it('takes a question in another case', () => {
    expect(outcome(dnsReply(sent.bytes, { qname: 'WWW.eXample.ORG' }))).toBe('answered');
  });

  it('judges the rcode before anything else', () => {
    const servfail = dnsReply(sent.bytes, { rcode: 2 });
    expect(verdict(servfail, UDP, { minAnswers: 1 })).toMatchObject({ outcome: 'wrong_rcode', rcode: 'SERVFAIL' });
    expect(outcome(servfail, UDP, { rcode: ['SERVFAIL', 'REFUSED'] })).toBe('answered');
    expect(verdict(fine, UDP, { answers: ['192.0.2.1'] })).toMatchObject({ outcome: 'wrong_answer', unmet: 'answers' });
  });

  it('counts BADVERS as wrong_rcode, though the header says NOERROR', () => {
    expect(verdict(dnsReply(sent.bytes, { extendedRcode: 1 }))).toMatchObject({
      outcome: 'wrong_rcode',
      rcode: 'BADVERS',
    });
  });

  it.each([
    ['another id', patched(0, 0x99)],
    ['a query', patched(2, 0x01)],
    ['another opcode', patched(2, 0xa0)],
    ['another name', dnsReply(sent.bytes, { qname: 'www.example.com' })],
    ['a shorter name', dnsReply(sent.bytes, { qname: 'example.org' })],
    ['another type', patched(12 + 17 + 1, 28)],
    ['another class', patched(12 + 17 + 3, 3)],
    ['half a question', fine.subarray(0, 20)],
    ['no question and NOERROR', withoutQuestion(0)],
  ])('ignores a datagram with %s, and calls it malformed on a stream', (_, bytes) => {
    expect(outcome(bytes, UDP)).toBe('ignore');
    expect(outcome(bytes, TCP)).toBe('malformed');
  });

  it('tells a label with a dot from two labels, and bytes that are not UTF-8 apart', () => {
    const dotted = buildQuery(sampleQuery({ qname: 'a\\.b.example.org' }), 1);
    const plain = buildQuery(sampleQuery({ qname: 'a.b.example.org' }), 1);
    const expectation = compileExpectation(sampleExpectation());
    const reply = Buffer.from(plain.bytes);
    reply[2] = 0x80;
    expect(classify(reply, plain, expectation, UDP).kind).toBe('reply');
    expect(classify(reply, dotted, expectation, UDP).kind).toBe('ignore');
    const [high, higher] = ['\\254', '\\255'].map((qname) => buildQuery(sampleQuery({ qname }), 1));
    const bytes = Buffer.from(high!.bytes);
    bytes[2] = 0x80;
    expect(classify(bytes, higher!, expectation, UDP).kind).toBe('ignore');
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['11 bytes', fine.subarray(0, 11)],
    ['a cut answer', fine.subarray(0, -15)],
    ['bytes behind the end', Buffer.concat([fine, Buffer.of(1)])],
    ['two questions', dnsReply(sent.bytes, { questions: 2 })],
    ['more records than there are', patched(7, 9)],
  ])('calls %s malformed', (_, bytes) => {
    expect(outcome(bytes, UDP)).toBe('malformed');
    expect(outcome(bytes, TCP)).toBe('malformed');
  });

  it('takes an error without a question for a reply with that rcode', () => {
    expect(verdict(withoutQuestion(1))).toMatchObject({ outcome: 'wrong_rcode', rcode: 'FORMERR' });
    expect(verdict(withoutQuestion(4), TCP)).toMatchObject({ outcome: 'wrong_rcode', rcode: 'NOTIMP' });
    expect(outcome(withoutQuestion(1), UDP, { rcode: ['FORMERR'] })).toBe('answered');
  });

  it('asks again over TCP on TC, unless told not to or already there', () => {
    const truncated = dnsReply(sent.bytes, { flags: 0x0200 });
    expect(outcome(truncated)).toBe('truncated');
    expect(outcome(truncated.subarray(0, -5))).toBe('truncated');
    expect(outcome(truncated, { transport: 'udp', followTruncation: false })).toBe('answered');
    expect(outcome(truncated, TCP)).toBe('answered');
    expect(outcome(dnsReply(sent.bytes, { flags: 0x0200, id: 1 }))).toBe('ignore');
  });

  it('never throws, and answers only for the right id and question, whatever the bytes', () => {
    const expectation = compileExpectation(
      sampleExpectation({ answersRegex: ['.'], ttl: { min: 1 }, nsid: ['x'], answersAny: ['192.0.2.10'] }),
    );
    const samples = mutationSamples();
    const mutation = fc.record({
      base: fc.constantFrom(...samples),
      changes: fc.array(fc.tuple(fc.nat(511), fc.nat(255)), { maxLength: 6 }),
      cut: fc.option(fc.nat(200)),
      tail: fc.uint8Array({ maxLength: 12 }),
      isTcp: fc.boolean(),
    });
    fc.assert(
      fc.property(mutation, ({ base, changes, cut, tail, isTcp }) => {
        const bytes = Buffer.concat([base.subarray(0, cut ?? base.length), tail]);
        for (const [offset, byte] of changes) if (offset < bytes.length) bytes[offset] = byte;
        const judged = classify(bytes, sent, expectation, isTcp ? TCP : UDP);
        if (judged.kind === 'reply' && judged.outcome !== 'malformed') {
          expect(bytes.readUInt16BE(0)).toBe(sent.id);
        }
        if (isTcp) expect(judged.kind).toBe('reply');
      }),
      { numRuns: 20_000 },
    );
  });

  it('never throws on bytes that are no message at all', () => {
    const expectation = compileExpectation(sampleExpectation());
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), fc.boolean(), (bytes, hasId) => {
        if (hasId) bytes.set([0x12, 0x34, 0x80].slice(0, bytes.length));
        expect(['ignore', 'truncated', 'reply']).toContain(classify(bytes, sent, expectation, UDP).kind);
      }),
      { numRuns: 5_000 },
    );
  });
});

/** Replies with compressed names and every record form, to be mutated. */
function mutationSamples(): Buffer[] {
  const name = 'www.example.org';
  return [
    fine,
    dnsReply(sent.bytes, {
      extendedRcode: 1,
      options: [
        { code: 3, data: Buffer.from('x') },
        { code: 15, data: Buffer.of(0, 1) },
      ],
    }),
    dnsReply(sent.bytes, {
      answers: [
        { type: 'CNAME', name, data: 'a.example.org' },
        { type: 'MX', name, data: { preference: 1, exchange: 'mx.example.org' } },
        { type: 'TXT', name, data: ['a', 'b'] },
        { type: 'AAAA', name, data: '2001:db8::1' },
        { type: 'CAA', name, data: { flags: 0, tag: 'issue', value: 'x' } },
        { type: 'SRV', name, data: { priority: 1, weight: 1, port: 53, target: 'a' } },
        { type: 'HINFO', name, data: { cpu: 'a', os: 'b' } },
        { type: 'NSEC', name, data: { nextDomain: 'b.example.org', rrtypes: ['A', 'TXT'] } },
      ],
    }),
    withoutQuestion(1),
  ];
}
