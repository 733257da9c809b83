import { addressFamily, canonicalAddress, mappedIpv4 } from '../../domain/ip-address.js';
import type { SettingIssue } from '../../domain/setting.js';

type RawMap = Readonly<Record<string, unknown>>;

/** Types whose data are addresses, and their family. */
const FAMILY_OF: Readonly<Record<string, 4 | 6>> = { A: 4, AAAA: 6 };

/** Issues of `answers` and `answersAny` that no answer to a query of this type could hold. */
export function addressIssues(query: RawMap, expect: RawMap): readonly SettingIssue[] {
  const { qtype = 'A', qclass = 'IN' } = query;
  // Other classes have other data under the same types: an A record of CHAOS is a name and a number.
  if (typeof qtype !== 'string' || String(qclass).toUpperCase() !== 'IN') return [];
  const family = FAMILY_OF[qtype.toUpperCase()];
  if (family === undefined) return [];
  return ['answers', 'answersAny'].flatMap((key) =>
    textsOf(expect[key]).flatMap(({ datum, index }) => {
      if (!looksLikeAddress(datum) || familyOf(datum) === family) return [];
      const message = `must be an IPv${String(family)} address, or the name that an alias leads to, found "${datum}"`;
      return [{ at: `/expect/${key}/${String(index)}`, message }];
    }),
  );
}

/** An issue if no datum of `answersAny` may be one of `answers`, beside which there must be no other. */
export function contradictionIssues({ answers, answersAny }: RawMap): readonly SettingIssue[] {
  const all = textsOf(answers);
  const any = textsOf(answersAny);
  if (all.length === 0 || any.length === 0) return [];
  const mayHold = any.some((one) => all.some((other) => maySay(one.datum, other.datum)));
  const message = 'none of these is among "answers", which must be all: no answer holds both';
  return mayHold ? [] : [{ at: '/answersAny', on: 'key', message }];
}

/** The texts of a list that may hold anything still. */
export function textsOf(list: unknown): readonly { readonly datum: string; readonly index: number }[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((datum: unknown, index) => (typeof datum === 'string' ? [{ datum, index }] : []));
}

/** Names of hosts have letters and no colons. */
export function looksLikeAddress(datum: string): boolean {
  return /^[0-9.]+$/.test(datum) || datum.includes(':');
}

/** An AAAA record may hold an IPv4-mapped address, to which no packet would go. */
function familyOf(datum: string): 4 | 6 | null {
  return addressFamily(datum) ?? (mappedIpv4(datum) === null ? null : 6);
}

/** Whether two spellings may mean one datum, of whatever type; in doubt they may. */
function maySay(one: string, other: string): boolean {
  const hasEscape = one.includes('\\') || other.includes('\\');
  return hasEscape || rough(one) === rough(other);
}

/** Without what may differ between two spellings: case, quotes, blanks and the final dots of names. */
function rough(datum: string): string {
  const address = canonicalAddress(datum) ?? mappedIpv4(datum);
  return address ?? datum.toLowerCase().replaceAll(/\.(?=\s|$)|[\s"]/g, '');
}
