import { rcodeOf } from '../dns/rcode.js';
import type { EdnsDefinition, Expectation, QueryDefinition } from '../domain/probe-definition.js';
import { prefixFault } from '../measure/config/edns-schema.js';
import { regexFault } from '../measure/config/expect-schema.js';
import { qclassFault, qnameFault, qtypeFault } from '../measure/config/question-fault.js';
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
/** What `{random}` becomes where there is no key to mark it with. */
const RANDOM_CHARACTERS = 16;

/** Throws `UsageError` for what cannot be asked, or held against a reply. */
export function probeQuery(qname: string, qtype: string, flags: QueryFlags): QueryDefinition {
  return {
    name: 'probe',
    qname: accept('QNAME', qname, (found) => qnameFault(found, RANDOM_CHARACTERS)),
    qtype: accept('QTYPE', qtype, qtypeFault).toUpperCase(),
    qclass: accept('--class', flags.class, qclassFault).toUpperCase(),
    rd: flags.recurse,
    cd: flags.cd === true,
    edns: readEdns(flags),
    expect: readExpectation(flags),
    ...(flags.mixedCase === true ? { mixedCase: true } : {}),
  };
}

/** The text, if it has no fault; else throws `UsageError`. */
function accept(argument: string, text: string, faultOf: (text: string) => string | null): string {
  const fault = faultOf(text);
  if (fault === null) return text;
  throw new UsageError(`${argument} ${fault}, found "${text}"`);
}

function readEdns({ dnssec, nsid, ecs, cookie, padding }: QueryFlags): EdnsDefinition {
  return {
    udpSize: EDNS_UDP_SIZE,
    do: dnssec === true,
    nsid,
    ...(ecs === undefined ? {} : { ecs: accept('--ecs', ecs, prefixFault) }),
    ...(cookie === true ? { cookie } : {}),
    ...(padding === undefined ? {} : { padding: readInteger('--padding', padding, 1, 4_096) }),
  };
}

function readExpectation(flags: QueryFlags): Expectation {
  const { minAnswers, expectAnswer, expectAny, expectRegex, expectFlags } = flags;
  return {
    rcode: readRcodes(flags.rcode),
    ...(minAnswers === undefined ? {} : { minAnswers: readInteger('--min-answers', minAnswers, 0, 1_000) }),
    ...(expectAnswer === undefined ? {} : { answers: expectAnswer }),
    ...(expectAny === undefined ? {} : { answersAny: expectAny }),
    ...(expectRegex === undefined
      ? {}
      : { answersRegex: expectRegex.map((regex) => accept('--expect-regex', regex, regexFault)) }),
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
