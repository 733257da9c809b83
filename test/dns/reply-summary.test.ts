import { describe, expect, it } from 'vitest';

import { buildQuery } from '../../src/dns/build-query.js';
import { decodeMessage } from '../../src/dns/decode-message.js';
import { summarizeReply } from '../../src/dns/reply-summary.js';
import { mutated, seededRandom } from '../support/dns-mutator.js';
import { aRecord, dnsReply } from '../support/dns-reply.js';
import { replyCorpus } from '../support/dns-reply-corpus.js';
import { sampleQuery } from '../support/dns-samples.js';

const options = [
  { code: 3, data: Buffer.from('ns1.tokyo') },
  { code: 15, data: Buffer.concat([Buffer.of(0, 22), Buffer.from('no reachable authority')]) },
];
const whole = dnsReply(buildQuery(sampleQuery(), 7).bytes, {
  rcode: 2,
  flags: 0x0400,
  answers: [aRecord('192.0.2.10'), aRecord('192.0.2.11')],
  options,
});
const named = { nsid: 'ns1.tokyo', ede: [{ code: 22, text: 'no reachable authority' }] };

describe('summarizeReply()', () => {
  it('reads of a whole message what decodeMessage() reads', () => {
    expect(summarizeReply(whole)).toMatchObject({
      rcode: 2,
      flags: { aa: true, ra: true },
      answerCount: 2,
      edns: named,
    });
    expect(summarizeReply(dnsReply(whole, { extendedRcode: 1 }))?.rcode).toBe(16);
  });

  it.each([
    ['bytes behind its end', Buffer.concat([whole, Buffer.of(1, 2)])],
    [
      'a record whose data is not what its type demands',
      patched(whole, whole.indexOf(Buffer.of(0, 1, 0, 1, 0, 0, 1, 44, 0, 4)) + 1, 28),
    ],
    ['more records than there are', patched(whole, 11, 9)],
  ])('names who sent a message with %s', (_, bytes) => {
    expect(decodeMessage(bytes)).toBeNull();
    expect(summarizeReply(bytes)).toMatchObject({ rcode: 2, answerCount: 2, edns: named });
  });

  it('takes the options that come before the cut', () => {
    expect(summarizeReply(whole.subarray(0, -3))?.edns).toMatchObject({ nsid: 'ns1.tokyo', ede: [] });
    const beforeOpt = whole.indexOf('ns1.tokyo') - 20;
    expect(summarizeReply(whole.subarray(0, beforeOpt))).toMatchObject({ rcode: 2, edns: null });
  });

  it('has the header if there is nothing else, and nothing of less', () => {
    expect(summarizeReply(whole.subarray(0, 12))).toMatchObject({
      rcode: 2,
      flags: { aa: true },
      answerCount: 0,
      edns: null,
    });
    expect(summarizeReply(whole.subarray(0, 11))).toBeNull();
  });

  it('agrees with decodeMessage() wherever that finds a message, and never throws', () => {
    const [random, corpus] = [seededRandom(7), replyCorpus()];
    let decoded = 0;
    for (let i = 0; i < 20_000; i++) {
      const bytes = mutated(corpus[i % corpus.length]!, corpus, random);
      const [message, summary] = [decodeMessage(bytes), summarizeReply(bytes)];
      if (message === null) continue;
      decoded++;
      const { rcode, flags, answers, edns } = message;
      expect(summary).toEqual({ rcode, flags, answerCount: answers.length, edns });
    }
    expect(decoded).toBeGreaterThan(2_000);
  });
});

function patched(bytes: Buffer, offset: number, byte: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[offset] = byte;
  return changed;
}
