import { decode, encode, type Answer } from 'dns-packet';

export interface ReplyContent {
  readonly id?: number;
  /** The header's four bits. */
  readonly rcode?: number;
  readonly extendedRcode?: number;
  /** Further header bits: AA 0x400, TC 0x200, RA 0x80, AD 0x20. */
  readonly flags?: number;
  /** RA; default true. */
  readonly recursionAvailable?: boolean;
  readonly qname?: string;
  readonly questions?: number;
  readonly answers?: readonly Answer[];
  readonly authorities?: readonly Answer[];
  readonly additionals?: readonly Answer[];
  readonly options?: readonly { readonly code: number; readonly data: Buffer }[];
}

/** The reply of a well-behaved resolver to a query's bytes, encoded by the library and not by our own code. */
export function dnsReply(query: Uint8Array, content: ReplyContent = {}): Buffer {
  const asked = decode(Buffer.from(query));
  const [question] = asked.questions ?? [];
  const named = { ...question!, name: content.qname ?? question!.name };
  return encode({
    type: 'response',
    id: content.id ?? asked.id ?? 0,
    flags: 0x0100 | ((content.recursionAvailable ?? true) ? 0x0080 : 0) | (content.flags ?? 0) | (content.rcode ?? 0),
    questions: new Array(content.questions ?? 1).fill(named) as (typeof named)[],
    answers: [...(content.answers ?? [])],
    authorities: [...(content.authorities ?? [])],
    additionals: [...(content.additionals ?? []), optRecord(content)],
  });
}

export function aRecord(data: string, ttl = 300, name = 'www.example.org'): Answer {
  return { type: 'A', name, ttl, data };
}

/** A signature of an address record; its bytes prove nothing. */
export function rrsigRecord(name = 'www.example.org'): Answer {
  const data = {
    typeCovered: 'A',
    algorithm: 13,
    labels: 3,
    originalTTL: 300,
    expiration: 2,
    inception: 1,
    keyTag: 1,
    signersName: 'example.org',
    signature: Buffer.of(1),
  };
  return { type: 'RRSIG', name, ttl: 300, data };
}

function optRecord({ extendedRcode = 0, options = [] }: ReplyContent): Answer {
  return {
    type: 'OPT',
    name: '.',
    udpPayloadSize: 1232,
    extendedRcode,
    ednsVersion: 0,
    flags: 0,
    flag_do: false,
    options: options as never,
  };
}
