import { afterEach, describe, expect, it } from 'vitest';

import type { Expectation } from '../../src/domain/probe-definition.js';
import { evidenceOf } from '../../src/measure/evidence-of.js';
import type { AttemptEnd } from '../../src/measure/attempt.js';
import { realAsker, requestsTo } from '../support/ask-once.js';
import { startBothResponder } from '../support/dns-both-responder.js';
import { aRecord, dnsReply, type ReplyContent } from '../support/dns-reply.js';
import { startUdpResponder } from '../support/dns-udp-responder.js';
import { freePort } from '../support/free-port.js';

const opened: (() => unknown)[] = [];
const SERIES = { vantage: 'lab', probe: 'public', resolver: 'ns1', query: 'www' };
const ONE = [aRecord('192.0.2.10')];

afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

async function ended(
  reply: (query: Buffer) => Buffer,
  expect: Partial<Expectation> = {},
  timeoutMs = 2_000,
): Promise<AttemptEnd> {
  const responder = await startBothResponder(reply);
  const asker = realAsker();
  opened.push(
    () => responder.close(),
    () => asker.close(),
  );
  const request = requestsTo({ port: responder.port }, { expect: { rcode: ['NOERROR'], ...expect } }, { timeoutMs })(0);
  return asker.ask(request);
}

function endedWith(content: ReplyContent, expect?: Partial<Expectation>): Promise<AttemptEnd> {
  return ended((query) => dnsReply(query, content), expect);
}

/** The classes into which dnspyre sorts results, and which of our outcomes each is. */
describe('the result of an attempt', () => {
  it('is a success with an answer', async () => {
    expect(await endedWith({ answers: ONE })).toMatchObject({ outcome: 'answered', rcode: 'NOERROR', gotReply: true });
  });

  it('is a success with NXDOMAIN where that is expected, and a wrong rcode elsewhere', async () => {
    expect(await endedWith({ rcode: 3 }, { rcode: ['NXDOMAIN'] })).toMatchObject({
      outcome: 'answered',
      rcode: 'NXDOMAIN',
    });
    expect(await endedWith({ rcode: 3 })).toMatchObject({ outcome: 'wrong_rcode', rcode: 'NXDOMAIN' });
  });

  it('is a success without data, unless data are demanded', async () => {
    expect(await endedWith({})).toMatchObject({ outcome: 'answered' });
    expect(await endedWith({}, { minAnswers: 1 })).toMatchObject({
      outcome: 'wrong_answer',
      detail: 'minAnswers: expected at least 1, found 0',
    });
  });

  it('is a wrong rcode with an error of the resolver', async () => {
    expect(await endedWith({ rcode: 2 })).toMatchObject({ outcome: 'wrong_rcode', rcode: 'SERVFAIL', gotReply: true });
  });

  it('is a network error, without an RTT, where nobody listens', async () => {
    const port = await freePort();
    const asker = realAsker();
    opened.push(() => asker.close());
    const end = await asker.ask(requestsTo({ port }, {})(0));
    // The refusal came from there: somebody is on line.
    expect(end).toMatchObject({ outcome: 'network_error', rttUs: null, gotReply: true });
  });

  it('is that of the reply over TCP where the one over UDP was truncated', async () => {
    let asked = 0;
    const end = await ended((query) => dnsReply(query, asked++ === 0 ? { flags: 0x0200 } : { answers: ONE }), {
      minAnswers: 1,
      flags: { tc: false },
    });
    expect(end).toMatchObject({ outcome: 'answered' });
    expect(asked).toBe(2);
  });

  it('is a timeout where only another id was answered, which is suspicious', async () => {
    const responder = await startUdpResponder((query, reply) => {
      reply(dnsReply(query, { id: (query.readUInt16BE(0) + 1) & 0xffff }));
    });
    const asker = realAsker();
    opened.push(
      () => responder.close(),
      () => asker.close(),
    );
    const end = await asker.ask(requestsTo({ port: responder.port }, {}, { timeoutMs: 150 })(0));
    expect(end).toMatchObject({ outcome: 'timeout', rttUs: null, gotReply: false });
    expect(asker.suspicious()).toBe(1);
  });

  it('tells authenticated data from data that are not', async () => {
    expect(await endedWith({ answers: ONE, flags: 0x20 }, { flags: { ad: true } })).toMatchObject({
      outcome: 'answered',
    });
    expect(await endedWith({ answers: ONE }, { flags: { ad: true } })).toMatchObject({
      outcome: 'wrong_answer',
      detail: 'flags: expected ad, found rd, ra',
    });
  });

  it('comes with the extended error and who sent it', async () => {
    const options = [
      { code: 15, data: Buffer.concat([Buffer.of(0, 17), Buffer.from('Filtered')]) },
      { code: 3, data: Buffer.from('ns1.tokyo') },
    ];
    const end = await endedWith({ rcode: 2, options });
    const request = requestsTo({}, {})(0);
    const evidence = evidenceOf({ series: SERIES, scheduledAtMs: 0, sentAtMs: 0, request, steps: null }, end);
    expect(evidence.reply).toEqual({
      rcode: 'SERVFAIL',
      flags: ['rd', 'ra'],
      answerCount: 0,
      nsid: 'ns1.tokyo',
      ede: [{ code: 17, text: 'Filtered' }],
    });
    expect(await endedWith({ options }, { ede: [17] })).toMatchObject({ outcome: 'answered' });
  });

  it('comes with who sent it even where it is malformed', async () => {
    const options = [{ code: 3, data: Buffer.from('ns2.osaka') }];
    const end = await ended((query) => Buffer.concat([dnsReply(query, { answers: ONE, options }), Buffer.of(0)]));
    expect(end).toMatchObject({ outcome: 'malformed', detail: 'cannot be read to its end' });
    const request = requestsTo({}, {})(0);
    const evidence = evidenceOf({ series: SERIES, scheduledAtMs: 0, sentAtMs: 0, request, steps: null }, end);
    expect(evidence.reply).toMatchObject({ rcode: 'NOERROR', answerCount: 1, nsid: 'ns2.osaka' });
  });
});
