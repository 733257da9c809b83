import { printable } from '../domain/printable.js';
import type { Expectation } from '../domain/probe-definition.js';
import type { DnsMessage, RecordText } from './decode-message.js';
import { datumMatches } from './datum-matches.js';
import { answersOf } from './expectation.js';

/** A detail is read in a list of failures: the whole reply is kept beside it. */
const MAX_LENGTH = 200;
/** Room for what was expected; the rest is for what was found. */
const MAX_EXPECTED_LENGTH = 100;

/**
 * Says of an expectation that a reply does not meet what was expected and what was found, such as
 * `answers: expected 192.0.2.10, found 192.0.2.1`: one line of at most 200 characters, with what a
 * terminal or a page could take for more than text escaped.
 */
export function describeUnmet(message: DnsMessage, expect: Expectation, unmet: keyof Expectation): string {
  const [expected, found] = DESCRIPTIONS[unmet](message, expect);
  const wanted = shortened(shown(expected), MAX_EXPECTED_LENGTH);
  return shortened(`${unmet}: expected ${wanted}, found ${shown(found)}`);
}

/**
 * Tells that a name which should not exist was answered with addresses, and with which: a resolver
 * that sends its users elsewhere. `null` if there are none.
 */
export function describeRewriting(message: DnsMessage): string | null {
  const addresses = message.answers.filter(({ type }) => type === 'A' || type === 'AAAA');
  return addresses.length === 0 ? null : shortened(`NXDOMAIN rewritten: ${shown(dataOf(addresses))}`);
}

type Description = (message: DnsMessage, expect: Expectation) => readonly [expected: string, found: string];

const DESCRIPTIONS: Readonly<Record<keyof Expectation, Description>> = {
  rcode: (message, { rcode }) => [oneOf(rcode), String(message.rcode)],
  minAnswers: (message, { minAnswers = 0 }) => [`at least ${String(minAnswers)}`, String(answersOf(message).length)],
  answers: (message, { answers = [] }) => [listed(answers), dataOf(answersOf(message))],
  answersAny: (message, { answersAny = [] }) => [oneOf(answersAny), dataOf(answersOf(message))],
  answersRegex: (message, { answersRegex = [] }) => [
    `a match of ${answersRegex.join(' or ')}`,
    dataOf(answersOf(message)),
  ],
  authority: ({ authorities }, { authority = [] }) => [missing(authority, authorities), dataOf(authorities)],
  additional: ({ additionals }, { additional = [] }) => [missing(additional, additionals), dataOf(additionals)],
  flags: (message, { flags = {} }) => [
    listed(Object.entries(flags).map(([flag, isSet]) => (isSet ? flag : `no ${flag}`))),
    listed(Object.entries(message.flags).flatMap(([flag, isSet]) => (isSet ? [flag] : []))),
  ],
  ttl: (message, { ttl = {} }) => [bounds(ttl), listed(outside(answersOf(message), ttl))],
  nsid: ({ edns }, { nsid = [] }) => [oneOf(nsid), listed([edns?.nsid ?? []].flat())],
  ede: ({ edns }, { ede = [] }) => [oneOf(ede.map(String)), listed(edns?.ede.map(({ code }) => String(code)) ?? [])],
};

const NOTHING = 'none';

type TtlBounds = NonNullable<Expectation['ttl']>;

function bounds({ min, max }: TtlBounds): string {
  const atLeast = min === undefined ? [] : [`at least ${String(min)}`];
  return [...atLeast, ...(max === undefined ? [] : [`at most ${String(max)}`])].join(' and ');
}

function outside(records: readonly RecordText[], { min = 0, max = Infinity }: TtlBounds): readonly string[] {
  const ttls = records.map(({ ttlSeconds }) => ttlSeconds).filter((ttl) => ttl < min || ttl > max);
  return [...new Set(ttls)].map(String);
}

function missing(expected: readonly string[], records: readonly RecordText[]): string {
  return listed(expected.filter((datum) => !records.some((record) => datumMatches(record, datum))));
}

function dataOf(records: readonly RecordText[]): string {
  return listed(records.map(({ data }) => data));
}

function oneOf(expected: readonly string[]): string {
  return expected.length > 1 ? `one of ${listed(expected)}` : listed(expected);
}

function listed(items: readonly string[]): string {
  return items.length === 0 ? NOTHING : items.map((item) => (item === '' ? '""' : item)).join(', ');
}

function shown(text: string): string {
  return printable(text.slice(0, MAX_LENGTH));
}

function shortened(text: string, most = MAX_LENGTH): string {
  if (text.length <= most) return text;
  // A character of two code units is not cut in half.
  return `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
