import { describe, expect, it } from 'vitest';

import type { FailureGroup } from '../../../src/domain/alert-evidence.js';
import { failureWords, outcomeWords } from '../../../src/judge/alert/failure-words.js';

function group(changes: Partial<FailureGroup> = {}): FailureGroup {
  return { resolver: 'ns1', outcome: 'timeout', rcode: null, isRcodeSampled: false, count: 2, ...changes };
}

describe('outcomeWords()', () => {
  it.each([
    ['answered', 'answer', 'answers'],
    ['wrong_rcode', 'wrong rcode', 'wrong rcodes'],
    ['wrong_answer', 'wrong answer', 'wrong answers'],
    ['malformed', 'malformed reply', 'malformed replies'],
    ['timeout', 'timeout', 'timeouts'],
    ['network_error', 'network error', 'network errors'],
    ['tls_error', 'TLS error', 'TLS errors'],
    ['http_error', 'HTTP error', 'HTTP errors'],
    ['prober_error', 'prober error', 'prober errors'],
  ] as const)('calls one %s %s, and several %s', (outcome, one, several) => {
    expect([outcomeWords(outcome, 1, null), outcomeWords(outcome, 2, null)]).toEqual([one, several]);
  });

  it('calls answers slow only where a threshold makes them so', () => {
    expect(outcomeWords('answered', 1, 20_000)).toBe('answer slower than 20ms');
    expect(outcomeWords('answered', 0, 1_500)).toBe('answers slower than 1500us');
    expect(outcomeWords('timeout', 1, 20_000)).toBe('timeout');
  });
});

describe('failureWords()', () => {
  it('says nothing of nothing', () => {
    expect(failureWords([], null)).toBe('');
  });

  it('names an rcode that all attempts of a group had, and one that was only seen lately as such', () => {
    const servfail = { outcome: 'wrong_rcode', rcode: 'SERVFAIL' } as const;
    expect(failureWords([group(servfail)], null)).toBe('2 SERVFAIL at ns1');
    expect(failureWords([group({ ...servfail, isRcodeSampled: true, count: 1 })], null)).toBe(
      '1 wrong rcode at ns1 (lately SERVFAIL)',
    );
  });

  it('names four groups without speaking of others, and of more how many attempts they are', () => {
    const five = Array.from({ length: 5 }, (_, i) => group({ resolver: `ns${String(i)}`, count: 9 - i }));
    const four = '9 timeouts at ns0, 8 timeouts at ns1, 7 timeouts at ns2, 6 timeouts at ns3';
    expect(failureWords(five.slice(0, 4), null)).toBe(four);
    expect(failureWords(five, null)).toBe(`${four}, 5 others`);
  });
});
