import { encodeQuestionRecord, encodeRecord, type RecordType } from '../dns/respond.js';
import type { LabRecord } from './scenario.js';

/** What the lab knows of a name and type. */
export interface ZoneAnswer {
  readonly exists: boolean;
  /** Encoded, CNAMEs first, the first ones owned by the name that was asked for. */
  readonly answers: readonly Uint8Array[];
  /** The SOA of the zone, for replies without answers (RFC 2308 §3). */
  readonly authorities: readonly Uint8Array[];
  readonly isSecure: boolean;
  /** How long a cache may keep this, in seconds. */
  readonly ttlSeconds: number;
}

export interface Zone {
  lookUp(qname: string, qtype: string): ZoneAnswer;
}

const LONGEST_CHAIN = 8;
const NEGATIVE_TTL_SECONDS = 60;

/**
 * All records of a scenario. `*.name` stands for every name below `name` that has no records of
 * its own, the nearest such wildcard wins, and `*` alone stands for every name.
 */
export function createZone(records: readonly LabRecord[]): Zone {
  const byName = new Map<string, LabRecord[]>();
  const names = new Set<string>();
  for (const record of records) {
    const name = canonical(record.name);
    byName.set(name, [...(byName.get(name) ?? []), record]);
    for (const ancestor of selfAndAncestors(name)) names.add(ancestor);
  }
  return { lookUp: (qname, qtype) => lookUp(byName, names, canonical(qname), qtype) };
}

function lookUp(
  byName: ReadonlyMap<string, readonly LabRecord[]>,
  names: ReadonlySet<string>,
  qname: string,
  qtype: string,
): ZoneAnswer {
  const chain = followAliases(byName, qname, qtype);
  if (chain.found.length > 0) return positive(chain.found);
  return {
    exists: chain.nameExists || names.has(qname),
    answers: [],
    authorities: enclosing(byName, qname).map((record) => encodeRecord(record)),
    isSecure: false,
    ttlSeconds: NEGATIVE_TTL_SECONDS,
  };
}

/** `owner` is `null` for the name that was asked for, which may hold bytes that no text can say. */
interface Found {
  readonly owner: string | null;
  readonly record: LabRecord;
}

interface AliasChain {
  readonly found: readonly Found[];
  readonly nameExists: boolean;
}

function followAliases(byName: ReadonlyMap<string, readonly LabRecord[]>, qname: string, qtype: string): AliasChain {
  const found: Found[] = [];
  let name = qname;
  for (let step = 0; step < LONGEST_CHAIN; step++) {
    const owned = recordsOf(byName, name);
    const wanted = owned.filter((record) => qtype === record.type || qtype === 'ANY');
    const owner = step === 0 ? null : name;
    found.push(...wanted.map((record) => ({ owner, record })));
    const alias = owned.find((record) => record.type === 'CNAME');
    if (wanted.length > 0 || alias === undefined) return { found, nameExists: owned.length > 0 };
    found.push({ owner, record: alias });
    name = canonical(alias.data);
  }
  return { found, nameExists: true };
}

function positive(found: readonly Found[]): ZoneAnswer {
  return {
    exists: true,
    answers: found.map(({ owner, record }) =>
      owner === null ? encodeQuestionRecord(record) : encodeRecord({ ...record, name: owner }),
    ),
    authorities: [],
    isSecure: found.every(({ record }) => record.secure),
    ttlSeconds: Math.min(...found.map(({ record }) => record.ttlSeconds)),
  };
}

/** The records of a name, else those of the nearest wildcard above it. */
function recordsOf(byName: ReadonlyMap<string, readonly LabRecord[]>, name: string): readonly LabRecord[] {
  const exact = byName.get(name);
  if (exact !== undefined) return exact;
  for (const ancestor of selfAndAncestors(name).slice(1)) {
    const wildcard = byName.get(ancestor === '.' ? '*' : `*.${ancestor}`);
    if (wildcard !== undefined) return wildcard;
  }
  return [];
}

function enclosing(byName: ReadonlyMap<string, readonly LabRecord[]>, name: string): readonly LabRecord[] {
  const soa: RecordType = 'SOA';
  for (const ancestor of selfAndAncestors(name)) {
    const found = (byName.get(ancestor) ?? []).filter((record) => record.type === soa);
    if (found.length > 0) return found;
  }
  return [];
}

/** `a.b` gives `a.b`, `b` and `.`. */
function selfAndAncestors(name: string): readonly string[] {
  if (name === '.') return ['.'];
  const labels = name.split('.');
  return [...labels.map((_, index) => labels.slice(index).join('.')), '.'];
}

function canonical(name: string): string {
  return name === '.' ? name : name.toLowerCase().replace(/\.$/, '');
}
