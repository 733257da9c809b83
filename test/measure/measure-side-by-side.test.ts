import { afterEach, describe, expect, it } from 'vitest';

import type { AttemptResult } from '../../src/measure/attempt-result.js';
import { measureSideBySide, type SideBySideOptions } from '../../src/measure/measure-side-by-side.js';
import { aRecord, dnsReply } from '../support/dns-reply.js';
import { sampleQuery, sampleResolver } from '../support/dns-samples.js';
import { startUdpResponder, type UdpBehaviour, type UdpResponder } from '../support/dns-udp-responder.js';

const opened: UdpResponder[] = [];

afterEach(async () => {
  for (const responder of opened.splice(0)) await responder.close();
});

async function responder(behaviour: UdpBehaviour): Promise<UdpResponder> {
  const started = await startUdpResponder(behaviour);
  opened.push(started);
  return started;
}

const answer: UdpBehaviour = (query, reply) => reply(dnsReply(query, { answers: [aRecord('192.0.2.10')] }));
const silent: UdpBehaviour = () => undefined;

async function measure(responders: readonly UdpResponder[], changes: Partial<SideBySideOptions> = {}) {
  const results: AttemptResult[][] = responders.map(() => []);
  const measured = await measureSideBySide({
    resolvers: responders.map(({ port }) => sampleResolver({ port })),
    query: sampleQuery(),
    count: 10,
    intervalMs: 20,
    timeoutMs: 200,
    onAttempt: (result, position) => results[position]!.push(result),
    ...changes,
  });
  return { measured, results };
}

describe('measureSideBySide()', () => {
  it('asks each as often, and none at the moment of another', async () => {
    const responders = [await responder(answer), await responder(answer)];
    const { results } = await measure(responders);
    const [first, second] = results as [AttemptResult[], AttemptResult[]];
    for (const attempts of [first, second]) {
      expect(attempts.map(({ outcome }) => outcome)).toEqual(new Array(10).fill('answered'));
      expect(attempts.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }
    first.forEach(({ scheduledAtMs }, round) => {
      expect(second[round]!.scheduledAtMs - scheduledAtMs).toBeCloseTo(10);
      expect(scheduledAtMs - first[0]!.scheduledAtMs).toBeCloseTo(20 * round);
    });
    expect(responders.map(({ queries }) => queries.length)).toEqual([10, 10]);
  });

  it('is not held up by one that is silent', async () => {
    const { results } = await measure([await responder(silent), await responder(answer)]);
    expect(results[0]!.map(({ outcome }) => outcome)).toEqual(new Array(10).fill('timeout'));
    expect(results[1]!.map(({ outcome }) => outcome)).toEqual(new Array(10).fill('answered'));
    for (const { rttUs } of results[1]!) expect(rttUs).toBeLessThan(100_000);
  });

  it('counts suspicious datagrams by resolver', async () => {
    const forged: UdpBehaviour = (query, reply) => {
      reply(dnsReply(query, { id: query.readUInt16BE(0) ^ 1 }));
      answer(query, reply, 0);
    };
    const { measured } = await measure([await responder(answer), await responder(forged)]);
    expect(measured.suspicious).toEqual([0, 10]);
  });

  it('hands over replies of answered attempts where it is asked to', async () => {
    const { results } = await measure([await responder(answer)], { count: 1, keepsReplies: true });
    expect(results[0]![0]!.reply).toBeInstanceOf(Uint8Array);
    const plain = await measure([await responder(answer)], { count: 1 });
    expect(plain.results[0]![0]!.reply).toBeNull();
  });

  it('has evidence of what failed: by which port, what was asked, what was said', async () => {
    const refusing: UdpBehaviour = (query, reply) => reply(dnsReply(query, { flags: 0x0005 }));
    const refused = await responder(refusing);
    const { results } = await measure([refused], { count: 2 });
    const attempt = results[0]![1]!;
    expect(attempt).toMatchObject({ outcome: 'wrong_rcode', rcode: 'REFUSED' });
    const evidence = attempt.evidence();
    expect(evidence).toMatchObject({ outcome: 'wrong_rcode', qname: 'www.example.org.', reply: { rcode: 'REFUSED' } });
    expect(refused.sourcePorts).toContain(evidence.localPort);
    expect(evidence.sentAtMs! - evidence.scheduledAtMs).toBeLessThan(200);
  });

  it('keeps up with 5,000 queries a second over all', async () => {
    const responders = [await responder(answer), await responder(answer)];
    const started = performance.now();
    const { results } = await measure(responders, { count: 500, intervalMs: 0.4, timeoutMs: 2_000 });
    expect(results.map(({ length }) => length)).toEqual([500, 500]);
    expect(performance.now() - started).toBeLessThan(10_000);
    const scheduled = results[0]!.map(({ scheduledAtMs }) => scheduledAtMs).toSorted((a, b) => a - b);
    expect(scheduled.at(-1)! - scheduled[0]!).toBeCloseTo(499 * 0.4);
  });

  it('ends with what is known when the signal comes', async () => {
    const enough = new AbortController();
    const sent = [0, 0] as [number, number];
    const { results } = await measure([await responder(answer), await responder(silent)], {
      count: 1_000,
      timeoutMs: 30_000,
      signal: enough.signal,
      onSend: (position) => sent[position]!++,
      onAttempt: (result, position) => {
        expect(position).toBe(0);
        if (result.index === 3) enough.abort();
      },
    });
    expect(results).toEqual([[], []]);
    // The silent one was asked in turn with the other, and not a word was heard of it.
    expect(sent[0]).toBeGreaterThanOrEqual(4);
    expect(sent[0] - sent[1]).toBeOneOf([0, 1]);
  });

  it('refuses what cannot be asked', async () => {
    const { port } = await responder(answer);
    await expect(measure([{ port } as UdpResponder], { query: sampleQuery({ qname: '' }) })).rejects.toMatchObject({
      code: 'PLAN_INVALID',
    });
  });
});
