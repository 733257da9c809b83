import { describe, expect, it } from 'vitest';

import { classify, type ReplyTransport, type SentQuery } from '../../src/dns/classify.js';
import { decodeMessage } from '../../src/dns/decode-message.js';
import { compileExpectation, type CompiledExpectation } from '../../src/dns/expectation.js';
import { OUTCOMES } from '../../src/domain/outcome.js';
import type { Expectation } from '../../src/domain/probe-definition.js';
import { mutated, seededRandom } from '../support/dns-mutator.js';
import { referenceVerdict } from '../support/dns-reference-verdict.js';
import { CORPUS_ID, replyCorpus } from '../support/dns-reply-corpus.js';

const MESSAGES = 300_000;
/** No message takes longer, however it is made; what does is tried again, since another process may have been busy. */
const LONGEST_MS = 20;
const TRANSPORTS: readonly ReplyTransport[] = [
  { transport: 'udp', followTruncation: true },
  { transport: 'udp', followTruncation: false },
  { transport: 'tcp', followTruncation: false },
];
const EXPECTATIONS = [
  {},
  { rcode: ['NOERROR', 'NXDOMAIN', 'SERVFAIL', 'FORMERR'], minAnswers: 1 },
  { minAnswers: 2, flags: { aa: true, ad: false } },
  { rcode: ['NXDOMAIN'] },
  { answersAny: ['192.0.2.10'], authority: ['ns1.example.org'], ttl: { min: 1, max: 300 } },
  { answersRegex: ['.'], additional: ['192.0.2.53'], nsid: ['ns1.tokyo'], ede: [22] },
].map((changes: Partial<Expectation>) => compileExpectation({ rcode: ['NOERROR'], ...changes }));

const corpus = replyCorpus();

/** What somebody must have asked to whom a reply of the corpus was sent; a plain question where it repeats none. */
function askedFor(reply: Buffer, isMixedCase: boolean): SentQuery {
  const asked = decodeMessage(reply)?.questions[0] ?? decodeMessage(corpus[0]!)!.questions[0]!;
  return { id: CORPUS_ID, question: { ...asked, isMixedCase, clientCookie: null } };
}

const sentQueries = corpus.flatMap((reply) => [askedFor(reply, false), askedFor(reply, true)]);

function verdictOf(bytes: Buffer, sent: SentQuery, expectation: CompiledExpectation, facts: ReplyTransport) {
  const verdict = classify(bytes, sent, expectation, facts);
  return verdict.kind === 'reply' ? [verdict.outcome, verdict.rcode, verdict.unmet] : [verdict.kind];
}

function elapsedMs(run: () => unknown): number {
  const startedAt = performance.now();
  run();
  return performance.now() - startedAt;
}

/** The shortest of several runs, if the first was long. */
function shortestMs(run: () => unknown): number {
  let shortest = elapsedMs(run);
  for (let left = 5; left > 0 && shortest > LONGEST_MS; left--) shortest = Math.min(shortest, elapsedMs(run));
  return shortest;
}

describe('classify()', () => {
  it(
    `gives ${String(MESSAGES)} mutated messages an outcome, the same as decoding everything would, soon`,
    { timeout: 120_000 },
    () => {
      const random = seededRandom(20_261_001);
      const seen = new Map<string, number>();
      for (let i = 0; i < MESSAGES; i++) {
        const index = random(corpus.length);
        const bytes = mutated(corpus[index]!, corpus, random);
        const sent = sentQueries[2 * index + random(2)]!;
        const expectation = EXPECTATIONS[random(EXPECTATIONS.length)]!;
        const facts = TRANSPORTS[random(TRANSPORTS.length)]!;
        let verdict: readonly (string | null)[] = [];
        const tookMs = shortestMs(() => (verdict = verdictOf(bytes, sent, expectation, facts)));
        const wanted = referenceVerdict(bytes, sent, expectation, facts);
        // Comparing by hand first: 300,000 calls of expect() take longer than all the rest.
        const isRight = String(verdict) === String(wanted) && tookMs <= LONGEST_MS;
        if (!isRight) expect({ i, hex: bytes.toString('hex'), verdict, tookMs }).toEqual({ verdict: wanted });
        seen.set(String(verdict[0]), (seen.get(String(verdict[0])) ?? 0) + 1);
      }
      const replied = OUTCOMES.slice(0, 4);
      expect([...seen.keys()].sort()).toEqual([...replied, 'ignore', 'truncated'].sort());
      // The mutations reach every verdict often: none of them is there by chance.
      for (const count of seen.values()) expect(count).toBeGreaterThan(MESSAGES / 200);
    },
  );
});
