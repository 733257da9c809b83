import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { buildQuery } from '../../src/dns/build-query.js';
import { classify, type ReplyTransport } from '../../src/dns/classify.js';
import { compileExpectation } from '../../src/dns/expectation.js';
import type { Verdict } from '../../src/dns/verdict.js';
import type { Expectation } from '../../src/domain/probe-definition.js';
import { aRecord, dnsReply, rrsigRecord } from '../support/dns-reply.js';
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
    expect(outcome(dnsReply(sent.bytes, { flags: 0x0200, id: 1 }))).toBe('ignore');
  });

  describe('on TC over TCP', () => {
    const truncated = dnsReply(sent.bytes, { flags: 0x0200, answers: [aRecord('192.0.2.10')] });

    it.each<[string, Partial<Expectation>]>([
      ['nothing', {}],
      ['records that are there', { answers: ['192.0.2.10'], minAnswers: 1 }],
      ['another flag', { flags: { aa: false } }],
      ['TC clear', { flags: { tc: false } }],
    ])('takes no incomplete message for an answer where %s is expected', (_, expectation) => {
      const judged = verdict(truncated, TCP, expectation);
      expect(judged).toMatchObject({ outcome: 'wrong_answer', rcode: 'NOERROR', unmet: 'flags' });
      expect(judged).toMatchObject({ detail: 'flags: expected no tc, found tc, rd, ra' });
    });

    it('takes one where just that is expected', () => {
      expect(outcome(truncated, TCP, { flags: { tc: true } })).toBe('answered');
      expect(outcome(fine, TCP, { flags: { tc: true } })).toBe('wrong_answer');
    });

    it('judges the rcode before', () => {
      const servfail = dnsReply(sent.bytes, { flags: 0x0200, rcode: 2 });
      expect(outcome(servfail, TCP)).toBe('wrong_rcode');
      expect(outcome(servfail, TCP, { rcode: ['SERVFAIL'] })).toBe('wrong_answer');
    });

    it('calls what cannot be read to its end malformed all the same', () => {
      expect(outcome(truncated.subarray(0, -5), TCP)).toBe('malformed');
      expect(outcome(truncated.subarray(0, -5), TCP, { flags: { tc: true } })).toBe('malformed');
    });
  });

  it('says in full what is not met', () => {
    expect(verdict(fine, UDP, { answers: ['192.0.2.1'] })).toMatchObject({
      detail: 'answers: expected 192.0.2.1, found 192.0.2.10',
    });
    expect(verdict(fine, UDP, { minAnswers: 2 })).toMatchObject({
      unmet: 'minAnswers',
      detail: 'minAnswers: expected at least 2, found 1',
    });
    expect(verdict(fine, UDP, { flags: { ad: true } })).toMatchObject({
      unmet: 'flags',
      detail: 'flags: expected ad, found rd, ra',
    });
  });

  it('notices that a name which does not exist was rewritten to addresses', () => {
    const expectation = { rcode: ['NXDOMAIN'] };
    expect(verdict(fine, UDP, expectation)).toEqual({
      kind: 'reply',
      outcome: 'wrong_rcode',
      rcode: 'NOERROR',
      unmet: null,
      detail: 'NXDOMAIN rewritten: 192.0.2.10',
    });
    expect(verdict(dnsReply(sent.bytes), UDP, expectation)).toMatchObject({ outcome: 'wrong_rcode', detail: null });
    expect(verdict(dnsReply(sent.bytes, { rcode: 3 }), UDP, expectation)).toMatchObject({ outcome: 'answered' });
    expect(verdict(dnsReply(sent.bytes, { rcode: 2 }), UDP, expectation)).toMatchObject({
      rcode: 'SERVFAIL',
      detail: null,
    });
    expect(outcome(fine, UDP, { rcode: ['NXDOMAIN', 'NOERROR'] })).toBe('answered');
  });

  it('counts signatures as answers only of those who ask for them', () => {
    const signed = buildQuery(sampleQuery({ qtype: 'RRSIG' }), 0x1234);
    const reply = signatureReply(signed.bytes);
    const compiled = compileExpectation(sampleExpectation({ minAnswers: 1 }));
    expect(classify(reply, signed, compiled, UDP)).toMatchObject({ outcome: 'answered' });
    expect(outcome(signatureReply(sent.bytes), UDP, { minAnswers: 1 })).toBe('wrong_answer');
  });

  it('gives equal verdicts as one object: nothing is made for a reply', () => {
    expect(verdict(fine)).toBe(verdict(Buffer.from(fine)));
    const servfail = dnsReply(sent.bytes, { rcode: 2 });
    expect(verdict(servfail)).toBe(verdict(servfail));
  });

  it('wants the case of letters back where it was mixed, and only there', () => {
    const mixed = buildQuery(sampleQuery(), 0x1234, { caseBits: new Uint8Array(32).fill(0x6b), cookie: null });
    const compiled = compileExpectation(sampleExpectation());
    const judged = (bytes: Buffer, facts = UDP): Verdict => classify(bytes, mixed, compiled, facts);
    expect(judged(dnsReply(mixed.bytes))).toMatchObject({ outcome: 'answered' });
    const lowered = dnsReply(sent.bytes);
    expect(judged(lowered)).toEqual({ kind: 'ignore' });
    expect(judged(lowered, TCP)).toMatchObject({
      outcome: 'malformed',
      detail: 'the question with its letters in another case',
    });
    expect(judged(dnsReply(sent.bytes, { flags: 0x0200 }))).toEqual({ kind: 'ignore' });
    // Servers that could not read the question repeat nothing of it.
    expect(judged(withoutQuestion(1))).toMatchObject({ outcome: 'wrong_rcode', rcode: 'FORMERR' });
  });

  describe('with a cookie', () => {
    const client = Buffer.from('client!!');
    const cookied = buildQuery(sampleQuery(), 0x1234, { caseBits: null, cookie: client });
    const compiled = compileExpectation(sampleExpectation());

    function judged(cookie: string, facts = UDP, rcode = 0): Verdict {
      const options = [
        { code: 3, data: Buffer.from('ns1') },
        { code: 10, data: Buffer.from(cookie) },
      ];
      const reply = dnsReply(cookied.bytes, { rcode: rcode & 15, extendedRcode: rcode >> 4, options });
      return classify(reply, cookied, compiled, facts);
    }

    it.each(['client!!', 'client!!12345678', `client!!${'s'.repeat(32)}`])('takes %j', (cookie) => {
      expect(judged(cookie)).toMatchObject({ outcome: 'answered' });
    });

    it.each([
      ['another client', 'Client!!12345678'],
      ['no length a cookie has, too short', 'client!'],
      ['no length a cookie has, between', 'client!!1234567'],
      ['no length a cookie has, too long', `client!!${'s'.repeat(33)}`],
    ])('ignores a datagram whose cookie has %s, and calls it malformed on a stream', (_, cookie) => {
      expect(judged(cookie)).toEqual({ kind: 'ignore' });
      expect(judged(cookie, TCP)).toMatchObject({ outcome: 'malformed', detail: 'another client cookie' });
      expect(judged(cookie, UDP, 2)).toEqual({ kind: 'ignore' });
    });

    it('takes a reply without one: not every resolver has cookies', () => {
      expect(classify(dnsReply(cookied.bytes), cookied, compiled, UDP)).toMatchObject({ outcome: 'answered' });
    });

    it('judges BADCOOKIE by its rcode', () => {
      expect(judged('client!!12345678', UDP, 23)).toMatchObject({ outcome: 'wrong_rcode', rcode: 'BADCOOKIE' });
      expect(judged('another!12345678', UDP, 23)).toEqual({ kind: 'ignore' });
    });

    it('follows no truncated reply with another cookie', () => {
      const options = [{ code: 10, data: Buffer.from('another!12345678') }];
      const truncated = dnsReply(cookied.bytes, { flags: 0x0200, options });
      expect(classify(truncated, cookied, compiled, UDP)).toEqual({ kind: 'ignore' });
    });

    it('asks nothing of cookies that nobody sent', () => {
      const options = [{ code: 10, data: Buffer.from('x') }];
      expect(outcome(dnsReply(sent.bytes, { options }))).toBe('answered');
    });
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

/** Nothing but a signature in the answer section. */
function signatureReply(query: Uint8Array): Buffer {
  return dnsReply(query, { answers: [rrsigRecord()] });
}

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
