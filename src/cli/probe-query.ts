import { buildQuery } from '../dns/build-query.js';
import { DnsError } from '../dns/errors.js';
import { compileExpectation } from '../dns/expectation.js';
import { rcodeOf } from '../dns/rcode.js';
import type { EdnsDefinition, Expectation, QueryDefinition } from '../domain/probe-definition.js';
import { prefixFault } from '../measure/config/edns-schema.js';
import type { ProbeFlags } from './probe-flags.js';
import { readInteger, readList, UsageError } from './probe-values.js';

/** What the flags say about the query. */
export type QueryFlags = Pick<
  ProbeFlags,
  | 'class'
  | 'recurse'
  | 'cd'
  | 'dnssec'
  | 'nsid'
  | 'ecs'
  | 'cookie'
  | 'padding'
  | 'mixedCase'
  | 'rcode'
  | 'minAnswers'
  | 'expectAnswer'
  | 'expectAny'
  | 'expectRegex'
  | 'expectFlags'
>;

const EDNS_UDP_SIZE = 1232;
/** As long as what `{random}` and `{time}` become. */
const EXAMPLE_LABEL = 'x'.repeat(16);

/** Throws `UsageError` for what cannot be asked, or held against a reply. */
export function probeQuery(qname: string, qtype: string, flags: QueryFlags): QueryDefinition {
  const query = {
    name: 'probe',
    qname,
    qtype: qtype.toUpperCase(),
    qclass: flags.class.toUpperCase(),
    rd: flags.recurse,
    cd: flags.cd === true,
    edns: readEdns(flags),
    expect: readExpectation(flags),
    ...(flags.mixedCase === true ? { mixedCase: true } : {}),
  };
  requireAskable(query);
  return query;
}

function readEdns({ dnssec, nsid, ecs, cookie, padding }: QueryFlags): EdnsDefinition {
  return {
    udpSize: EDNS_UDP_SIZE,
    do: dnssec === true,
    nsid,
    ...(ecs === undefined ? {} : { ecs: readPrefix(ecs) }),
    ...(cookie === true ? { cookie } : {}),
    ...(padding === undefined ? {} : { padding: readInteger('--padding', padding, 1, 4_096) }),
  };
}

function readPrefix(text: string): string {
  const fault = prefixFault(text);
  if (fault === null) return text;
  throw new UsageError(`--ecs ${fault}, found "${text}"`);
}

function readExpectation(flags: QueryFlags): Expectation {
  const { minAnswers, expectAnswer, expectAny, expectRegex, expectFlags } = flags;
  return {
    rcode: readRcodes(flags.rcode),
    ...(minAnswers === undefined ? {} : { minAnswers: readInteger('--min-answers', minAnswers, 0, 1_000) }),
    ...(expectAnswer === undefined ? {} : { answers: expectAnswer }),
    ...(expectAny === undefined ? {} : { answersAny: expectAny }),
    ...(expectRegex === undefined ? {} : { answersRegex: expectRegex }),
    ...(expectFlags === undefined ? {} : { flags: readFlags(expectFlags) }),
  };
}

function readRcodes(text: string): readonly string[] {
  const names = readList(text).map((name) => name.toUpperCase());
  const unknown = names.find((name) => rcodeOf(name) === null);
  if (unknown === undefined) return names;
  throw new UsageError(`--rcode must name rcodes such as NOERROR,NXDOMAIN, found "${unknown}"`);
}

function readFlags(text: string): NonNullable<Expectation['flags']> {
  return Object.fromEntries(
    readList(text).map((part) => {
      const [, minus, flag] = /^(-?)(aa|ad|ra|tc)$/i.exec(part) ?? [];
      if (flag !== undefined) return [flag.toLowerCase(), minus === ''];
      throw new UsageError(`--expect-flags must name flags of aa, ad, ra, tc such as ad,-tc, found "${part}"`);
    }),
  );
}

function requireAskable(query: QueryDefinition): void {
  const qname = query.qname.replaceAll(/\{random\}|\{time\}/g, EXAMPLE_LABEL);
  if (/[{}]/.test(qname)) {
    throw new UsageError(
      `QNAME must be a domain name in which only {random} and {time} stand in braces, found "${query.qname}"`,
    );
  }
  try {
    buildQuery({ ...query, qname }, 0);
    compileExpectation(query.expect);
  } catch (error) {
    if (error instanceof DnsError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}
