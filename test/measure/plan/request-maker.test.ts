import { decode } from 'dns-packet';
import { afterEach, describe, expect, it } from 'vitest';

import { decodeMessage } from '../../../src/dns/decode-message.js';
import { nameText } from '../../../src/dns/name.js';
import { isMarkedLabel, markerKey } from '../../../src/domain/probe-marker.js';
import { realAsker, requestsTo, type RealAsker } from '../../support/ask-once.js';
import { startBothResponder } from '../../support/dns-both-responder.js';
import { dnsReply, type ReplyContent } from '../../support/dns-reply.js';
import { startTcpResponder, tcpFrame } from '../../support/dns-tcp-responder.js';
import { startUdpResponder, type UdpResponder } from '../../support/dns-udp-responder.js';

const EDNS = { udpSize: 1232, do: false, nsid: false };
const KEY = '00112233445566778899aabbccddeeff';
const opened: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

function asker(): RealAsker {
  const made = realAsker();
  opened.push(() => made.close());
  return made;
}

async function responder(reply: (query: Buffer, index: number) => Buffer): Promise<UdpResponder> {
  const started = await startUdpResponder((query, send, index) => send(reply(query, index)));
  opened.push(() => started.close());
  return started;
}

/** The COOKIE option of a query, by the library and not by our own code. */
function cookieOf(query: Buffer): string | undefined {
  const [opt] = decode(query).additionals ?? [];
  const { options } = opt as unknown as { options: { code: number; data: Buffer }[] };
  return options.find(({ code }) => code === 10)?.data.toString('hex');
}

function withCookie(query: Buffer, server: string, content: ReplyContent = {}): Buffer {
  const client = cookieOf(query)!.slice(0, 16);
  return dnsReply(query, { ...content, options: [{ code: 10, data: Buffer.from(client + server, 'hex') }] });
}

function qnamesOf(
  requests: readonly { readonly query: { readonly question: { readonly name: Uint8Array } } }[],
): string[] {
  return requests.map(({ query }) => nameText(query.question.name));
}

describe('requestMaker()', () => {
  it('encodes a query that stays the same once', () => {
    const request = requestsTo({}, {});
    expect(request(0)).toBe(request(5_000));
  });

  it('marks random labels with the key of the plan, and only with one', () => {
    const marked = qnamesOf(
      Array.from({ length: 50 }, () =>
        requestsTo({}, { qname: 'a-{random}.{random}.example.org' }, { markerKey: KEY })(0),
      ),
    );
    const labels = marked.flatMap((qname) => qname.split('.').slice(0, 2));
    expect(new Set(labels).size).toBe(100);
    for (const label of labels) expect(isMarkedLabel(label, markerKey(KEY))).toBe(true);
    const [unmarked] = qnamesOf([requestsTo({}, { qname: '{random}.example.org' })(0)]);
    expect(unmarked).toMatch(/^[a-z2-7]{16}\.example\.org\.$/);
  });

  it('refuses at once a label that is too long only when expanded', () => {
    const { message } = error(() =>
      requestsTo({}, { qname: `${'x'.repeat(40)}{random}.example.org` }, { markerKey: KEY }),
    );
    expect(message).toContain('labels of at most 63 bytes');
    // Ten digits.
    expect(() => requestsTo({}, { qname: `${'x'.repeat(54)}{time}.example.org` })).toThrow(
      'labels of at most 63 bytes',
    );
    expect(() => requestsTo({}, { qname: `${'x'.repeat(53)}{time}.example.org` })).not.toThrow();
    expect(() => requestsTo({}, { qname: `${'x'.repeat(39)}{random}.example.org` }, { markerKey: KEY })).not.toThrow();
  });

  it('refuses a client subnet that is none', () => {
    expect(() => requestsTo({}, { edns: { ...EDNS, ecs: '192.0.2.0/99' } })).toThrow('its client subnet must be');
  });
});

describe('requestMaker() with mixed case', () => {
  it('asks in another case each time, keeps marks, and takes back only what it sent', async () => {
    const { port, queries } = await responder((query, index) =>
      index % 2 === 0 ? dnsReply(query) : lowered(dnsReply(query)),
    );
    const request = requestsTo(
      { port },
      { mixedCase: true, qname: '{random}.long-enough.example.org' },
      { timeoutMs: 150, markerKey: KEY },
    );
    const asking = asker();
    const ends = [await asking.ask(request(0)), await asking.ask(request(0))];
    expect(ends.map(({ outcome }) => outcome)).toEqual(['answered', 'timeout']);
    expect(asking.suspicious()).toBe(1);
    const qnames = queries.map((query) => nameText(decodeMessage(query)!.questions[0]!.name));
    for (const qname of qnames) {
      expect(qname.toLowerCase()).toMatch(/^[a-z2-7]{24}\.long-enough\.example\.org\.$/);
      expect(isMarkedLabel(qname.split('.')[0]!, markerKey(KEY))).toBe(true);
    }
    expect(new Set(qnames.map((qname) => qname.slice(25))).size).toBe(2);
  });

  it('uses both cases of every letter', () => {
    const request = requestsTo({}, { mixedCase: true, qname: 'abcdefghij.example.org' });
    const qnames = qnamesOf(Array.from({ length: 200 }, () => request(0)));
    for (let at = 0; at < 10; at++) {
      const upper = qnames.filter((qname) => qname.charAt(at) !== qname.charAt(at).toLowerCase()).length;
      // 200 coins: beyond 60 to 140 once in 50 million times.
      expect(Math.abs(upper - 100)).toBeLessThan(41);
    }
  });

  it('calls the reply malformed on a stream', async () => {
    const tcp = await startTcpResponder((query, connection) => connection.write(tcpFrame(lowered(dnsReply(query)))));
    opened.push(() => tcp.close());
    const request = requestsTo(
      { port: tcp.port, transport: 'tcp' },
      { mixedCase: true, qname: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ.example.org' },
    );
    expect(await asker().ask(request(0))).toMatchObject({
      outcome: 'malformed',
      detail: 'the question with its letters in another case',
    });
  });

  it('repeats the same case over TCP when the reply was truncated', async () => {
    const both = await startBothResponder(
      (query) => dnsReply(query, { flags: 0x0200 }),
      '127.0.0.1',
      (query) => dnsReply(query),
    );
    opened.push(() => both.close());
    const request = requestsTo({ port: both.port }, { mixedCase: true });
    expect(await asker().ask(request(0))).toMatchObject({ outcome: 'answered' });
    const names = [both.udp.queries[0]!, both.tcp.queries[0]!].map((query) =>
      nameText(decodeMessage(query)!.questions[0]!.name),
    );
    expect(names[0]).toBe(names[1]);
  });
});

describe('requestMaker() with cookies', () => {
  const query = { edns: { ...EDNS, cookie: true } };

  it('sends back what the resolver gave, from the next query on', async () => {
    const servers = ['aaaaaaaaaaaaaaaa', 'bb'.repeat(32), 'bb'.repeat(32), 'cc'.repeat(8)];
    const { port, queries } = await responder((asked, index) => withCookie(asked, servers[index]!));
    const request = requestsTo({ port }, query);
    const asking = asker();
    const outcomes: string[] = [];
    while (outcomes.length < servers.length) outcomes.push((await asking.ask(request(0))).outcome);
    expect(new Set(outcomes)).toEqual(new Set(['answered']));
    const client = cookieOf(queries[0]!)!;
    expect(client).toMatch(/^[0-9a-f]{16}$/);
    expect(queries.map(cookieOf)).toEqual([client, client + servers[0]!, client + servers[1]!, client + servers[1]!]);
    expect(request(0)).toBe(request(0));
  });

  it('learns from BADCOOKIE, which counts as its rcode', async () => {
    const { port, queries } = await responder((asked) =>
      cookieOf(asked)!.length === 16
        ? withCookie(asked, 'dd'.repeat(8), { extendedRcode: 1, rcode: 7 })
        : withCookie(asked, 'dd'.repeat(8)),
    );
    const request = requestsTo({ port }, query);
    const asking = asker();
    expect(await asking.ask(request(0))).toMatchObject({ outcome: 'wrong_rcode', rcode: 'BADCOOKIE' });
    expect(await asking.ask(request(0))).toMatchObject({ outcome: 'answered' });
    expect(cookieOf(queries[1]!)).toBe(`${cookieOf(queries[0]!)!}${'dd'.repeat(8)}`);
  });

  it('learns over TCP too, and nothing from cookies that are not ours', async () => {
    const queries: Buffer[] = [];
    const tcp = await startTcpResponder((asked, connection) => {
      queries.push(asked);
      const options = [{ code: 10, data: Buffer.alloc(24, 9) }];
      connection.write(
        tcpFrame(queries.length === 1 ? dnsReply(asked, { options }) : withCookie(asked, 'ee'.repeat(8))),
      );
    });
    opened.push(() => tcp.close());
    const request = requestsTo({ port: tcp.port, transport: 'tcp' }, query);
    const asking = asker();
    expect(await asking.ask(request(0))).toMatchObject({ outcome: 'malformed', detail: 'another client cookie' });
    await asking.ask(request(0));
    await asking.ask(request(0));
    const client = cookieOf(queries[0]!)!;
    expect(queries.map(cookieOf)).toEqual([client, client, `${client}${'ee'.repeat(8)}`]);
  });

  it('gives every maker a cookie of its own', () => {
    const cookies = Array.from({ length: 20 }, () => cookieOf(Buffer.from(requestsTo({}, query)(0).query.bytes(1))));
    expect(new Set(cookies).size).toBe(20);
  });
});

function lowered(reply: Buffer): Buffer {
  return Buffer.from(reply.map((byte, index) => (index > 12 && byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte)));
}

function error(run: () => unknown): Error {
  try {
    run();
  } catch (thrown) {
    return thrown as Error;
  }
  throw new Error('nothing was thrown');
}
