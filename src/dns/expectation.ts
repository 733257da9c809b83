import { RE2JS } from 're2js';

import type { Expectation } from '../domain/probe-definition.js';
import { datumMatches, plainText } from './datum-matches.js';
import type { DnsMessage, RecordText } from './decode-message.js';
import { DnsError } from './errors.js';
import { rcodeOf } from './rcode.js';

/** An expectation made ready to be held against many replies. */
export interface CompiledExpectation {
  readonly rcodes: ReadonlySet<number>;
  readonly answersRegex: readonly RE2JS[] | null;
  /** Nothing can be said without the records themselves, or the EDNS options. */
  readonly needsRecords: boolean;
  /** The header's flags, as far as they are demanded, and what they must be. */
  readonly flagMask: number;
  readonly flagBits: number;
  /** Something is expected of TC. */
  readonly decidesOnTruncation: boolean;
  readonly minAnswers: number;
  readonly source: Expectation;
}

/** Bits of the header's second 16 (RFC 1035 §4.1.1, RFC 4035 §3.2.3). */
const FLAG_BITS = { aa: 0x0400, tc: 0x0200, ra: 0x0080, ad: 0x0020 } as const;
const FLAGS = ['aa', 'ad', 'ra', 'tc'] as const;
const RECORD_KEYS = [
  'answers',
  'answersAny',
  'answersRegex',
  'authority',
  'additional',
  'ttl',
  'nsid',
  'ede',
] as const satisfies readonly (keyof Expectation)[];

/** Throws `DnsError` `EXPECTATION_INVALID` for an unknown rcode or a pattern that RE2 does not take. */
export function compileExpectation(source: Expectation): CompiledExpectation {
  return {
    rcodes: new Set(source.rcode.map(knownRcode)),
    answersRegex: source.answersRegex?.map(compilePattern) ?? null,
    needsRecords: RECORD_KEYS.some((key) => source[key] !== undefined),
    flagMask: bitsOf((flag) => source.flags?.[flag] !== undefined),
    flagBits: bitsOf((flag) => source.flags?.[flag] === true),
    decidesOnTruncation: source.flags?.tc !== undefined,
    minAnswers: source.minAnswers ?? 0,
    source,
  };
}

/** The key of `expect` that the reply does not meet, rcode aside; `null` if it meets all. */
export function unmetKey(message: DnsMessage, expectation: CompiledExpectation): keyof Expectation | null {
  const unmet = CHECKS.find(([, holds]) => !holds(message, expectation.source, expectation));
  return unmet?.[0] ?? null;
}

type Check = (message: DnsMessage, expect: Expectation, compiled: CompiledExpectation) => boolean;

const CHECKS: readonly (readonly [keyof Expectation, Check])[] = [
  ['minAnswers', (message, expect) => answersOf(message).length >= (expect.minAnswers ?? 0)],
  ['answers', (message, expect) => expect.answers === undefined || isExactly(answersOf(message), expect.answers)],
  ['answersAny', (message, expect) => expect.answersAny === undefined || holdsAny(message, expect.answersAny)],
  ['answersRegex', (message, _, { answersRegex }) => answersRegex === null || matchesAny(message, answersRegex)],
  ['authority', (message, expect) => holdsAll(message.authorities, expect.authority ?? [])],
  ['additional', (message, expect) => holdsAll(message.additionals, expect.additional ?? [])],
  [
    'flags',
    (message, expect) => FLAGS.every((flag) => (expect.flags?.[flag] ?? message.flags[flag]) === message.flags[flag]),
  ],
  ['ttl', (message, expect) => ttlsWithin(answersOf(message), expect.ttl ?? {})],
  ['nsid', (message, expect) => expect.nsid?.some((nsid) => nsid === message.edns?.nsid) ?? true],
  ['ede', (message, expect) => expect.ede?.some((code) => hasExtendedError(message, code)) ?? true],
];

function bitsOf(isMeant: (flag: keyof typeof FLAG_BITS) => boolean): number {
  return FLAGS.reduce((bits, flag) => bits | (isMeant(flag) ? FLAG_BITS[flag] : 0), 0);
}

/** Signatures come along with what was asked for when DO is set, and change all the time: they are no answers. */
export function answersOf(message: DnsMessage): readonly RecordText[] {
  const RRSIG = 46;
  const asksForSignatures = message.questions.some((question) => question.type === RRSIG);
  return asksForSignatures ? message.answers : message.answers.filter((record) => record.type !== 'RRSIG');
}

function isExactly(records: readonly RecordText[], expected: readonly string[]): boolean {
  return (
    holdsAll(records, expected) && records.every((record) => expected.some((datum) => datumMatches(record, datum)))
  );
}

function holdsAll(records: readonly RecordText[], expected: readonly string[]): boolean {
  return expected.every((datum) => records.some((record) => datumMatches(record, datum)));
}

function holdsAny(message: DnsMessage, expected: readonly string[]): boolean {
  return answersOf(message).some((record) => expected.some((datum) => datumMatches(record, datum)));
}

function matchesAny(message: DnsMessage, patterns: readonly RE2JS[]): boolean {
  return answersOf(message).some((record) =>
    patterns.some((pattern) => pattern.matcher(record.data).find() || pattern.matcher(plainText(record)).find()),
  );
}

function ttlsWithin(
  records: readonly RecordText[],
  { min = 0, max = Infinity }: { min?: number; max?: number },
): boolean {
  return records.every((record) => record.ttlSeconds >= min && record.ttlSeconds <= max);
}

function hasExtendedError(message: DnsMessage, code: number): boolean {
  return message.edns?.ede.some((error) => error.code === code) ?? false;
}

function knownRcode(text: string): number {
  const code = rcodeOf(text);
  if (code !== null) return code;
  const required = 'a name such as NOERROR or BADVERS, or RCODE123';
  throw new DnsError('EXPECTATION_INVALID', `read an expected rcode: ${required}; found ${JSON.stringify(text)}`);
}

function compilePattern(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (cause) {
    const found = `${JSON.stringify(pattern)} (${cause instanceof Error ? cause.message : String(cause)})`;
    throw new DnsError('EXPECTATION_INVALID', `compile answersRegex: the syntax of RE2 is required; found ${found}`, {
      cause,
    });
  }
}
