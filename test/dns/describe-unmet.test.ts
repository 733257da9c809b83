import type { Answer } from 'dns-packet';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { buildQuery } from '../../src/dns/build-query.js';
import { decodeMessage } from '../../src/dns/decode-message.js';
import { describeRewriting, describeUnmet } from '../../src/dns/describe-unmet.js';
import { compileExpectation, unmetKey } from '../../src/dns/expectation.js';
import type { Expectation } from '../../src/domain/probe-definition.js';
import { aRecord, dnsReply, type ReplyContent } from '../support/dns-reply.js';
import { sampleExpectation, sampleQuery } from '../support/dns-samples.js';

const query = buildQuery(sampleQuery(), 7).bytes;
const two = [aRecord('192.0.2.1', 300), aRecord('192.0.2.2', 60)];
const ns: Answer = { type: 'NS', name: 'example.org', data: 'ns1.example.org' };

/** What is said of the first expectation that this reply does not meet. */
function described(expectation: Partial<Expectation>, content: ReplyContent = {}): string {
  const message = decodeMessage(dnsReply(query, content))!;
  const unmet = unmetKey(message, compileExpectation(sampleExpectation(expectation)))!;
  return describeUnmet(message, sampleExpectation(expectation), unmet);
}

function nsid(data: Buffer): ReplyContent {
  return { options: [{ code: 3, data }] };
}

describe('describeUnmet()', () => {
  it.each<[string, Partial<Expectation>, ReplyContent]>([
    ['answers: expected 192.0.2.10, found 192.0.2.1, 192.0.2.2', { answers: ['192.0.2.10'] }, { answers: two }],
    ['answers: expected none, found 192.0.2.1, 192.0.2.2', { answers: [] }, { answers: two }],
    ['answers: expected 192.0.2.10, found none', { answers: ['192.0.2.10'] }, {}],
    ['minAnswers: expected at least 3, found 2', { minAnswers: 3 }, { answers: two }],
    ['answersAny: expected one of a., b., found none', { answersAny: ['a.', 'b.'] }, {}],
    [
      'answersRegex: expected a match of ^10\\. or x$, found 192.0.2.1, 192.0.2.2',
      { answersRegex: ['^10\\.', 'x$'] },
      { answers: two },
    ],
    ['authority: expected b., found ns1.example.org.', { authority: ['ns1.example.org', 'b.'] }, { authorities: [ns] }],
    ['additional: expected 192.0.2.9, found 192.0.2.1, 192.0.2.2', { additional: ['192.0.2.9'] }, { additionals: two }],
    ['flags: expected ad, no aa, found aa, rd, ra', { flags: { ad: true, aa: false } }, { flags: 0x400 }],
    ['ttl: expected at least 100 and at most 200, found 300, 60', { ttl: { min: 100, max: 200 } }, { answers: two }],
    ['ttl: expected at most 200, found 300', { ttl: { max: 200 } }, { answers: two }],
    ['nsid: expected one of a, b, found ns1', { nsid: ['a', 'b'] }, nsid(Buffer.from('ns1'))],
    ['nsid: expected a, found none', { nsid: ['a'] }, {}],
    ['nsid: expected a, found ""', { nsid: ['a'] }, nsid(Buffer.alloc(0))],
    ['ede: expected one of 6, 7, found 22', { ede: [6, 7] }, { options: [{ code: 15, data: Buffer.of(0, 22) }] }],
    ['ede: expected 6, found none', { ede: [6] }, {}],
  ])('says %j', (text, expectation, content) => {
    expect(described(expectation, content)).toBe(text);
  });

  it('escapes what a terminal or a page could take for more than text', () => {
    const hostile = Buffer.from('\u001b[2J\n\u202eabc\u2028\u0000');
    expect(described({ nsid: ['ns1'] }, nsid(hostile))).toBe(
      'nsid: expected ns1, found \\u{1b}[2J\\u{a}\\u{202e}abc\\u{2028}\\u{0}',
    );
  });

  it('is one short line, whatever is expected and whatever was found', () => {
    const text = fc.string({ unit: 'binary', maxLength: 250 });
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), text, (wanted, found) => {
        fc.pre(!wanted.includes(found));
        const message = decodeMessage(dnsReply(query, nsid(Buffer.from(found))))!;
        const detail = describeUnmet(message, sampleExpectation({ nsid: wanted }), 'nsid');
        expect(detail.length).toBeLessThanOrEqual(200);
        expect(detail).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
        expect(detail).toMatch(/^nsid: expected .+, found /su);
      }),
      { numRuns: 300 },
    );
  });

  it('shortens long lists, leaving room for both sides', () => {
    const many = Array.from({ length: 100 }, (_, i) => aRecord(`192.0.2.${String(i)}`));
    const detail = described({ answers: many.map((_, i) => `192.0.2.${String(i)}0`) }, { answers: many });
    expect(detail).toMatch(/^answers: expected 192\.0\.2\.00, .*…, found 192\.0\.2\.0, .*…$/);
    expect(detail.length).toBe(200);
  });
});

describe('describeRewriting()', () => {
  function rewriting(answers: readonly Answer[]): string | null {
    return describeRewriting(decodeMessage(dnsReply(query, { answers }))!);
  }

  it('names the addresses that stand where nothing should', () => {
    const cname: Answer = { type: 'CNAME', name: 'www.example.org', data: 'ads.example.net' };
    expect(rewriting([cname, aRecord('192.0.2.99')])).toBe('NXDOMAIN rewritten: 192.0.2.99');
    expect(rewriting([{ type: 'AAAA', name: 'www.example.org', data: '2001:db8::99' }])).toBe(
      'NXDOMAIN rewritten: 2001:db8::99',
    );
  });

  it('is null without addresses', () => {
    expect(rewriting([])).toBeNull();
    expect(rewriting([{ type: 'TXT', name: 'www.example.org', data: ['x'] }])).toBeNull();
  });
});
