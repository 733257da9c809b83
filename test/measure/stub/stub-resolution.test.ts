import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { aRecord } from '../../support/dns-reply.js';
import { sampleExpectation } from '../../support/dns-samples.js';
import { type Behaviour, runStub } from '../../support/stub-script.js';

const answer = (afterMs: number): Behaviour => ({ afterMs, content: { answers: [aRecord('192.0.2.10')] } });
const rcode = (code: number, afterMs = 1): Behaviour => ({ afterMs, content: { rcode: code } });
const SERVFAIL = 2;
const NXDOMAIN = 3;
const NOTIMP = 4;
const REFUSED = 5;
const FORMERR = 1;
const SILENT: Behaviour = 'silent';
const lame: Behaviour = { afterMs: 1, content: { recursionAvailable: false } };

describe('resolveAsStub()', () => {
  it('takes the first answer', () => {
    const { end, asked, elapsedMs } = runStub([[answer(7)], [answer(3)]]);
    expect(asked).toEqual(['0@0+5000']);
    expect(elapsedMs).toBe(7);
    expect(end).toMatchObject({ outcome: 'answered', rttUs: 7_000, rcode: 'NOERROR', gotReply: true, sentAtMs: 0 });
    expect(end.resolver.name).toBe('ns0');
    expect(end.steps).toEqual([{ resolver: 'ns0', outcome: 'answered', rcode: 'NOERROR', elapsedUs: 7_000 }]);
  });

  it('waits for a dead first resolver, then asks the second', () => {
    const { end, asked } = runStub([[SILENT], [answer(20)]]);
    expect(asked).toEqual(['0@0+5000', '1@5000+5000']);
    expect(end).toMatchObject({ outcome: 'answered', rttUs: 5_020_000 });
    expect(end.resolver.name).toBe('ns1');
    expect(end.steps.map(({ outcome }) => outcome)).toEqual(['timeout', 'answered']);
  });

  it('waits for three as glibc does, the same in every attempt', () => {
    const { end, asked, elapsedMs } = runStub([[SILENT], [SILENT], [SILENT]]);
    expect(asked).toEqual(['0@0+5000', '1@5000+3000', '2@8000+6000', '0@14000+5000', '1@19000+3000', '2@22000+6000']);
    expect(elapsedMs).toBe(28_000);
    expect(end).toMatchObject({ outcome: 'timeout', rttUs: null, gotReply: false });
  });

  it('gives up after 20 s when two resolvers are dead', () => {
    const { end, elapsedMs } = runStub([[SILENT], [SILENT]]);
    expect(elapsedMs).toBe(20_000);
    expect(end.outcome).toBe('timeout');
    expect(end.steps.reduce((sum, step) => sum + step.elapsedUs, 0)).toBe(20_000_000);
  });

  it('asks a single resolver again', () => {
    const { end, asked } = runStub([[SILENT, answer(4)]], { timeoutMs: 1_000 });
    expect(asked).toEqual(['0@0+1000', '0@1000+1000']);
    expect(end).toMatchObject({ outcome: 'answered', rttUs: 1_004_000 });
  });

  it.each([
    ['SERVFAIL', rcode(SERVFAIL)],
    ['REFUSED', rcode(REFUSED)],
    ['NOTIMP', rcode(NOTIMP)],
    ['a refused port', 'refuses' as const],
    ['NOERROR without records, AA or RA', lame],
    ['less than a header', { afterMs: 1, bytes: new Uint8Array(11) }],
    [
      'a referral without AA or RA',
      {
        afterMs: 1,
        content: {
          recursionAvailable: false,
          authorities: [{ type: 'NS', name: 'example.org', data: 'ns.example.org' }],
        },
      } satisfies Behaviour,
    ],
  ] as const)('goes on after %s', (_, first) => {
    const { end, asked } = runStub([[first], [answer(2)]]);
    expect(asked).toHaveLength(2);
    expect(end).toMatchObject({ outcome: 'answered', gotReply: true });
    expect(end.resolver.name).toBe('ns1');
  });

  it.each([
    ['NXDOMAIN', rcode(NXDOMAIN), 'wrong_rcode'],
    ['FORMERR', rcode(FORMERR), 'wrong_rcode'],
    ['NOERROR without records from somebody who recurses', rcode(0), 'answered'],
    [
      'NOERROR without records from an authority',
      { afterMs: 1, content: { recursionAvailable: false, flags: 0x400 } },
      'answered',
    ],
    [
      'NOERROR with an additional record',
      { afterMs: 1, content: { recursionAvailable: false, additionals: [aRecord('192.0.2.1')] } },
      'answered',
    ],
  ] as const)('goes no further after %s', (_, first, outcome) => {
    const { end, asked } = runStub([[first], [answer(2)]]);
    expect(asked).toHaveLength(1);
    expect(end.outcome).toBe(outcome);
  });

  it('goes no further after a reply whose header is in order, whatever the rest', () => {
    const { end, asked } = runStub([[{ afterMs: 1, bytes: brokenReply() }], [answer(2)]]);
    expect(asked).toHaveLength(1);
    expect(end.outcome).toBe('malformed');
  });

  it('takes an expected SERVFAIL for the answer', () => {
    const { end, asked } = runStub(
      [[rcode(SERVFAIL)], [answer(2)]],
      {},
      { expect: sampleExpectation({ rcode: ['SERVFAIL'] }) },
    );
    expect(asked).toHaveLength(1);
    expect(end).toMatchObject({ outcome: 'answered', rcode: 'SERVFAIL' });
  });

  it('ends a wrong answer with the first resolver: a client would have taken it', () => {
    const expect_ = sampleExpectation({ answers: ['192.0.2.99'] });
    const { end, asked } = runStub([[answer(2)], [answer(2)]], {}, { expect: expect_ });
    expect(asked).toHaveLength(1);
    expect(end.outcome).toBe('wrong_answer');
  });

  it('ends, if all fail, as the last reply did, with the whole wait as its RTT', () => {
    const { end, asked, elapsedMs } = runStub([[rcode(SERVFAIL, 30)], [SILENT]]);
    expect(asked).toEqual(['0@0+5000', '1@30+5000', '0@5030+5000', '1@5060+5000']);
    expect(elapsedMs).toBe(10_060);
    expect(end).toMatchObject({ outcome: 'wrong_rcode', rcode: 'SERVFAIL', rttUs: 10_060_000 });
    expect(end.resolver.name).toBe('ns0');
  });

  it('does not call it answered if all that came was passed over', () => {
    const { end } = runStub([[lame], ['refuses']]);
    expect(end).toMatchObject({ outcome: 'wrong_answer', rcode: 'NOERROR' });
    expect(end.detail).toContain('lame');
  });

  it('is a timeout if nobody replied, and not one attempt was possible', () => {
    expect(runStub([['refuses'], ['refuses']]).end).toMatchObject({ outcome: 'timeout', detail: 'ECONNREFUSED' });
  });

  it('is a prober_error only if every query was one', () => {
    expect(runStub([['our fault'], ['our fault']]).end.outcome).toBe('prober_error');
    expect(runStub([['our fault'], [SILENT]]).end.outcome).toBe('timeout');
    expect(runStub([['our fault'], [answer(3)]]).end).toMatchObject({ outcome: 'answered', rttUs: 3_000, sentAtMs: 0 });
  });

  it('is a timeout at its deadline, whatever was said before', () => {
    const { end, asked, elapsedMs } = runStub([[rcode(SERVFAIL, 100)], [SILENT]], { deadlineMs: 7_000 });
    expect(asked).toEqual(['0@0+5000', '1@100+5000', '0@5100+1900', '1@5200+1800']);
    expect(elapsedMs).toBe(7_000);
    expect(end).toMatchObject({ outcome: 'timeout', rttUs: null, gotReply: true });
  });

  it('takes an answer right before its deadline', () => {
    expect(runStub([[SILENT], [answer(999)]], { deadlineMs: 6_000 }).end).toMatchObject({
      outcome: 'answered',
      rttUs: 5_999_000,
    });
    expect(runStub([[SILENT], [answer(1_001)]], { deadlineMs: 6_000 }).end.outcome).toBe('timeout');
  });

  it('clamps a time of more than a minute, and says so', () => {
    const { end } = runStub([[SILENT], [SILENT, answer(1)]], { timeoutMs: 30_000 });
    expect(end).toMatchObject({ outcome: 'answered', rttUs: 60_000_000, wasClamped: true });
  });

  it('starts with another resolver each time with rotate', () => {
    const firsts = [0, 1, 2, 3, 4].map(
      (turn) => runStub([[answer(1)], [answer(1)], [answer(1)]], { rotate: true }, { turn }).end.resolver.name,
    );
    expect(firsts).toEqual(['ns0', 'ns1', 'ns2', 'ns0', 'ns1']);
  });

  it('goes on without growing the stack when any number of queries end at once', () => {
    const many = Array.from({ length: 3_000 }, () => ['our fault' as const]);
    expect(runStub(many, { attempts: 10 }).end.outcome).toBe('prober_error');
  });

  it('never asks after an answer, nor more often than it may; its time is that of its queries', () => {
    const behaviour = fc.oneof(
      fc.constantFrom<Behaviour>('silent', 'refuses', 'our fault', lame),
      fc
        .tuple(fc.constantFrom(0, 1, 2, 3, 4, 5), fc.integer({ min: 1, max: 9_000 }))
        .map(([code, afterMs]) => rcode(code, afterMs)),
    );
    const resolvers = fc.array(fc.array(behaviour, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 });
    const options = fc.record({
      attempts: fc.integer({ min: 1, max: 4 }),
      timeoutMs: fc.integer({ min: 1, max: 10 }).map((seconds) => seconds * 1e3),
      rotate: fc.boolean(),
      deadlineMs: fc.option(fc.integer({ min: 1_000, max: 60_000 })),
    });
    fc.assert(
      fc.property(resolvers, options, fc.nat(100), (behaviours, stub, turn) => {
        const { end, asked, elapsedMs } = runStub(behaviours, stub, { turn });
        expect(asked.length).toBeLessThanOrEqual(stub.attempts * behaviours.length);
        expect(asked).toHaveLength(end.steps.length);
        const sumUs = end.steps.reduce((sum, step) => sum + step.elapsedUs, 0);
        expect(sumUs).toBe(Math.round(elapsedMs * 1e3));
        if (stub.deadlineMs !== null) expect(elapsedMs).toBeLessThanOrEqual(stub.deadlineMs);
        if (end.rttUs !== null) expect(end.rttUs).toBe(Math.min(60_000_000, sumUs));
        const isGood = (outcome: string): boolean => outcome === 'answered';
        expect(end.steps.slice(0, -1).some(({ outcome }) => isGood(outcome))).toBe(false);
        expect(isGood(end.outcome)).toBe(isGood(end.steps.at(-1)!.outcome));
      }),
      { numRuns: 2_000 },
    );
  });
});

/** Header and question of the query, and a count that promises a record which is not there. */
function brokenReply(): Uint8Array {
  const header = [0, 7, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0];
  const question = [3, ...Buffer.from('www'), 7, ...Buffer.from('example'), 3, ...Buffer.from('org'), 0, 0, 1, 0, 1];
  return Uint8Array.from([...header, ...question]);
}
