import { nameFault } from '../../dns/name.js';
import { rcodeOf } from '../../dns/rcode.js';
import type { SettingIssue } from '../../domain/setting.js';
import { looksLikeAddress, textsOf } from './answer-data-rule.js';

type RawMap = Readonly<Record<string, unknown>>;

/**
 * Types of which two records never say the same, nor what an alias on the way to them says. Of NS that
 * may be, and of two TXT records that divide one text differently.
 */
const SAY_DIFFERENT: readonly string[] = ['A', 'AAAA', 'MX', 'SRV', 'SOA', 'DS', 'TLSA', 'SSHFP'];

/** An issue if `minAnswers` is more than all records that `answers` leaves room for. RFC 2181 §5: none is there twice. */
export function countIssues(query: RawMap, { answers, minAnswers }: RawMap): readonly SettingIssue[] {
  const most = textsOf(answers).length;
  if (most === 0 || typeof minAnswers !== 'number' || minAnswers <= most) return [];
  if (!isInternet(query) || !SAY_DIFFERENT.includes(typeOf(query))) return [];
  const message = `must be at most ${String(most)}, for the answer section must hold "answers" and nothing else; found ${String(minAnswers)}`;
  return [{ at: '/expect/minAnswers', message }];
}

/**
 * Issues if only NXDOMAIN is acceptable, and data are expected that no reply with it holds. Whatever the
 * type, it may hold aliases (RFC 6604 §3: the rcode is that of the last name of a chain), and no more.
 */
export function nxdomainIssues(query: RawMap, expect: RawMap): readonly SettingIssue[] {
  if (!isInternet(query) || typeOf(query) === 'RRSIG' || !isNxdomainOnly(expect['rcode'])) return [];
  const required = 'must be a name that an alias leads to, since only NXDOMAIN is acceptable';
  const impossible = textsOf(expect['answers']).filter(({ datum }) => !mayBeName(datum));
  const any = textsOf(expect['answersAny']);
  const noneOfAny = any.length > 0 && any.every(({ datum }) => !mayBeName(datum));
  return [
    ...impossible.map(({ datum, index }) => ({
      at: `/expect/answers/${String(index)}`,
      message: `${required}, found "${datum}"`,
    })),
    ...(noneOfAny ? [{ at: '/expect/answersAny', on: 'key' as const, message: `one of these ${required}` }] : []),
  ];
}

function isNxdomainOnly(rcodes: unknown): boolean {
  const NXDOMAIN = 3;
  const names = textsOf(rcodes);
  return names.length > 0 && names.every(({ datum }) => rcodeOf(datum) === NXDOMAIN);
}

function mayBeName(datum: string): boolean {
  return !looksLikeAddress(datum) && nameFault(datum) === null;
}

function isInternet({ qclass = 'IN' }: RawMap): boolean {
  return String(qclass).toUpperCase() === 'IN';
}

function typeOf({ qtype = 'A' }: RawMap): string {
  return String(qtype).toUpperCase();
}
