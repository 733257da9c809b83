import { buildQuery } from '../../src/dns/build-query.js';
import { aRecord, dnsReply } from './dns-reply.js';
import { REAL_REPLIES } from './dns-real-replies.js';
import { sampleQuery } from './dns-samples.js';

export const CORPUS_ID = 0x1234;

/** Replies with id 0x1234 as real servers send them, and some that these do not send. */
export function replyCorpus(): readonly Buffer[] {
  const query = buildQuery(sampleQuery(), CORPUS_ID).bytes;
  const ede = { code: 15, data: Buffer.concat([Buffer.of(0, 22), Buffer.from('no reachable authority')]) };
  return [
    ...REAL_REPLIES.map((text) => Buffer.from(text, 'base64')),
    dnsReply(query, { rcode: 2, options: [ede, { code: 3, data: Buffer.of(0xff) }] }),
    dnsReply(query, { extendedRcode: 1 }),
    dnsReply(query, { flags: 0x0200, answers: [aRecord('192.0.2.10')] }),
    dnsReply(query, { questions: 2 }),
    dnsReply(query, { answers: Array.from({ length: 60 }, (_, i) => aRecord(`192.0.2.${String(i)}`)) }),
    // A header alone, as servers send that could not read the question.
    Buffer.of(0x12, 0x34, 0x81, 0x81, 0, 0, 0, 0, 0, 0, 0, 0),
  ];
}
