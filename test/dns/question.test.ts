import { describe, expect, it } from 'vitest';

import { buildQuery } from '../../src/dns/build-query.js';
import { repetitionOf, type Repetition } from '../../src/dns/question.js';
import { sampleQuery } from '../support/dns-samples.js';

/** How a message that asks for `came` repeats a question for `sent`. */
function repetition(sent: string, came: string): Repetition {
  const { bytes } = buildQuery(sampleQuery({ qname: came }), 1);
  return repetitionOf(bytes, buildQuery(sampleQuery({ qname: sent }), 1).question);
}

describe('repetitionOf()', () => {
  it('tells the same bytes from the same name in another case', () => {
    expect(repetition('WWW.Example.org', 'WWW.Example.org')).toBe('exact');
    expect(repetition('WWW.Example.org', 'wWW.Example.org')).toBe('other-case');
  });

  it.each([
    ['\\192', '\\224'],
    ['@', '`'],
    ['\\[', '{'],
    ['\\001', '\\033'],
    ['a\\.b', 'a.b'],
    ['example.org', 'www.example.org'],
    ['www.example.org', 'example.org'],
    ['www.example.org', 'www.example.com'],
    ['.', 'a'],
  ])('takes %s and %s for two names', (sent, came) => {
    expect(repetition(sent, came)).toBe('none');
  });

  it('wants type and class too, and a whole question', () => {
    const sent = buildQuery(sampleQuery(), 1);
    expect(repetitionOf(buildQuery(sampleQuery({ qtype: 'AAAA' }), 1).bytes, sent.question)).toBe('none');
    expect(repetitionOf(buildQuery(sampleQuery({ qclass: 'CH' }), 1).bytes, sent.question)).toBe('none');
    for (let cut = 12; cut < 12 + 17 + 4; cut++) {
      expect(repetitionOf(sent.bytes.subarray(0, cut), sent.question)).toBe('none');
    }
  });
});
