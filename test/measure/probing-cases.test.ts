import { decode, type Answer } from 'dns-packet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { QueryDefinition } from '../../src/domain/probe-definition.js';
import { realAsker, requestsTo, type RealAsker } from '../support/ask-once.js';
import { startBothResponder, type BothResponder } from '../support/dns-both-responder.js';
import { dnsReply, type ReplyContent } from '../support/dns-reply.js';

/**
 * What users of probes check with them, against responders that behave like a recursive resolver, an
 * authoritative server and a broken one: the situations that blackbox_exporter tests, in our terms.
 * Each is asked over UDP and over TCP.
 */
interface Case {
  readonly name: string;
  readonly query: Partial<QueryDefinition>;
  readonly end: Readonly<Record<string, unknown>>;
}

const NAME = 'zone.example.org';
const answered = { outcome: 'answered', rcode: 'NOERROR', detail: null };

function a(data: string, ttl = 3_600, name = NAME): Answer {
  return { type: 'A', name, ttl, data };
}

function isRecursionDesired(query: Buffer): boolean {
  return (query.readUInt8(2) & 1) === 1;
}

/** Two addresses for everybody who asks for recursion. */
function recursive(query: Buffer): ReplyContent {
  return isRecursionDesired(query) ? { answers: [a('192.0.2.1'), a('192.0.2.2')] } : { rcode: 5 };
}

/** Says with every answer where the zone is served. */
function authoritative(query: Buffer): ReplyContent {
  const [question] = decode(query).questions!;
  return {
    flags: 0x0400,
    answers: [question!.type === 'SOA' ? SOA : question!.type === 'TXT' ? CHAOS : a('192.0.2.1')],
    authorities: ['ns1.example.net', 'ns2.example.net'].map((data) => ({ type: 'NS', name: NAME, ttl: 7_200, data })),
    additionals: [
      a('192.0.2.53', 7_200, 'ns1.example.net'),
      { type: 'AAAA', name: 'ns1.example.net', ttl: 7_200, data: '2001:db8::53' },
      a('192.0.2.54', 7_200, 'ns2.example.net'),
    ],
  };
}

const SOA: Answer = {
  type: 'SOA',
  name: NAME,
  ttl: 3_600,
  data: {
    mname: 'ns1.example.net',
    rname: 'noc.example.net',
    serial: 1_000,
    refresh: 7_200,
    retry: 3_600,
    expire: 9,
    minimum: 5,
  },
};
const CHAOS: Answer = { type: 'TXT', class: 'CH', name: NAME, ttl: 0, data: ['resolver one'] };

const RECURSIVE: readonly Case[] = [
  { name: 'answers what it is asked', query: {}, end: answered },
  {
    name: 'does not fail as it is expected to',
    query: { expect: { rcode: ['SERVFAIL', 'NXDOMAIN'] } },
    // It says NOERROR with addresses where the name should not exist.
    end: { outcome: 'wrong_rcode', rcode: 'NOERROR', detail: 'NXDOMAIN rewritten: 192.0.2.1, 192.0.2.2' },
  },
  {
    name: 'gives the addresses and the TTL that are expected',
    query: { expect: { rcode: ['NOERROR'], answers: ['192.0.2.2', '192.0.2.1'], ttl: { min: 3_600, max: 3_600 } } },
    end: answered,
  },
  {
    name: 'has no authority section, and none is demanded',
    query: { expect: { rcode: ['NOERROR'], authority: [] } },
    end: answered,
  },
  {
    name: 'has no additional section, but one is demanded',
    query: { expect: { rcode: ['NOERROR'], additional: ['192.0.2.53'] } },
    end: { outcome: 'wrong_answer', rcode: 'NOERROR', detail: 'additional: expected 192.0.2.53, found none' },
  },
  {
    name: 'refuses who does not ask for recursion',
    query: { rd: false },
    end: { outcome: 'wrong_rcode', rcode: 'REFUSED', detail: null },
  },
];

const AUTHORITATIVE: readonly Case[] = [
  { name: 'answers what it is asked', query: { rd: false }, end: answered },
  {
    name: 'has the serial number that is expected',
    query: { qtype: 'SOA', expect: { rcode: ['NOERROR'], answersRegex: ['^\\S+ \\S+ 1000 '] } },
    end: answered,
  },
  {
    name: 'has another serial number',
    query: { qtype: 'SOA', expect: { rcode: ['NOERROR'], answersRegex: ['^\\S+ \\S+ 1001 '] } },
    end: {
      outcome: 'wrong_answer',
      detail:
        'answersRegex: expected a match of ^\\S+ \\S+ 1001 , found ns1.example.net. noc.example.net. 1000 7200 3600 9 5',
    },
  },
  {
    name: 'says its name in class CH',
    query: { qtype: 'TXT', qclass: 'CH', expect: { rcode: ['NOERROR'], answers: ['resolver one'] } },
    end: answered,
  },
  {
    name: 'does not fail as it is expected to',
    query: { qtype: 'SOA', expect: { rcode: ['SERVFAIL', 'NXDOMAIN'] } },
    // No address: nothing was rewritten.
    end: { outcome: 'wrong_rcode', rcode: 'NOERROR', detail: null },
  },
  {
    name: 'gives an address that is not among those allowed',
    query: { expect: { rcode: ['NOERROR'], answersAny: ['192.0.2.10', '192.0.2.11'] } },
    end: { outcome: 'wrong_answer', detail: 'answersAny: expected one of 192.0.2.10, 192.0.2.11, found 192.0.2.1' },
  },
  {
    name: 'gives an address that no pattern matches',
    query: { expect: { rcode: ['NOERROR'], answersRegex: ['^198\\.', '\\.2\\.10$'] } },
    end: {
      outcome: 'wrong_answer',
      detail: 'answersRegex: expected a match of ^198\\. or \\.2\\.10$, found 192.0.2.1',
    },
  },
  {
    name: 'names the servers of the zone',
    query: { expect: { rcode: ['NOERROR'], authority: ['ns1.example.net', 'NS2.example.net.'] } },
    end: answered,
  },
  {
    name: 'names only some of the servers that are expected',
    query: { expect: { rcode: ['NOERROR'], authority: ['ns1.example.net', 'ns3.example.net'] } },
    end: {
      outcome: 'wrong_answer',
      detail: 'authority: expected ns3.example.net, found ns1.example.net., ns2.example.net.',
    },
  },
  {
    name: 'gives the servers’ addresses along',
    query: { expect: { rcode: ['NOERROR'], additional: ['192.0.2.53', '2001:0db8:0::53', '192.0.2.54'] } },
    end: answered,
  },
  {
    name: 'gives all addresses but one',
    query: { expect: { rcode: ['NOERROR'], additional: ['192.0.2.53', '192.0.2.5'] } },
    end: {
      outcome: 'wrong_answer',
      detail: 'additional: expected 192.0.2.5, found 192.0.2.53, 2001:db8::53, 192.0.2.54',
    },
  },
  {
    name: 'is authoritative, and does not recurse',
    query: { expect: { rcode: ['NOERROR'], flags: { aa: true, tc: false } } },
    end: answered,
  },
];

const SERVFAIL: readonly Case[] = [
  { name: 'fails', query: {}, end: { outcome: 'wrong_rcode', rcode: 'SERVFAIL', detail: null } },
  {
    name: 'fails as it is expected to',
    query: { expect: { rcode: ['SERVFAIL', 'NXDOMAIN'] } },
    end: { outcome: 'answered', rcode: 'SERVFAIL', detail: null },
  },
];

describe.each([
  ['a recursive resolver', recursive, RECURSIVE],
  ['an authoritative server', authoritative, AUTHORITATIVE],
  ['a server that always fails', () => ({ rcode: 2 }), SERVFAIL],
] as const)('%s', (_, content, cases) => {
  let responder: BothResponder;
  let asker: RealAsker;

  beforeAll(async () => {
    responder = await startBothResponder((query) => dnsReply(query, content(query)));
    asker = realAsker();
  });
  afterAll(async () => {
    asker.close();
    await responder.close();
  });

  for (const transport of ['udp', 'tcp'] as const) {
    it.each(cases)(`$name (${transport})`, async ({ query, end }) => {
      const request = requestsTo({ port: responder.port, transport }, { qname: NAME, ...query });
      expect(await asker.ask(request(0))).toMatchObject(end);
    });
  }
});

describe('a query that cannot be asked', () => {
  it.each([
    ['type', { qtype: 'NO_SUCH_TYPE' }, 'its type must be a record type'],
    ['expected rcode', { expect: { rcode: ['NO_SUCH_RCODE'] } }, 'read an expected rcode'],
  ])('is refused before anything is sent, for its %s', (_, query, message) => {
    expect(() => requestsTo({}, query)).toThrow(message);
  });
});

describe('the family of addresses', () => {
  it.each([
    ['127.0.0.1', 'udp'],
    ['127.0.0.1', 'tcp'],
    ['::1', 'udp'],
    ['::1', 'tcp'],
  ] as const)('is that of %s, over %s, and no other', async (address, transport) => {
    const other = address === '::1' ? '127.0.0.1' : '::1';
    const responder = await startBothResponder((query) => dnsReply(query), address);
    const asker = realAsker();
    try {
      const { port } = responder;
      expect(await asker.ask(requestsTo({ address, port, transport }, {})(0))).toMatchObject(answered);
      const elsewhere = requestsTo({ address: other, port, transport }, {})(0);
      expect(await asker.ask(elsewhere)).toMatchObject({ outcome: 'network_error' });
    } finally {
      asker.close();
      await responder.close();
    }
  });
});
