import type { PublishedReport } from '../../domain/published-report.js';
import { canonicalJson, digestOf } from '../canonical-json.js';
import { judgeMonth } from './judge-month.js';
import { keptReport } from './kept-report.js';
import type { PublishedVersion } from './month-report.js';

/** What came of computing published figures once more from what was kept of them. */
export interface VerifiedReport extends PublishedVersion {
  /** Key of the SLO's definition. */
  readonly slo: string;
  readonly result: VerifyResult;
}

export type VerifyResult =
  | { readonly kind: 'unchanged' }
  /** The inputs have another digest than they were published with. */
  | { readonly kind: 'inputs'; readonly digest: string }
  /** They come to other figures than they were published with: which ones. */
  | { readonly kind: 'figures'; readonly changed: readonly string[] }
  /** They cannot be read by this version. */
  | { readonly kind: 'unreadable' };

/** Computes published figures once more, from the kept inputs alone. */
export function verifyReport(published: PublishedReport): VerifiedReport {
  const { slo, digest, publishedAtMs } = published;
  return { slo, digest, publishedAtMs, result: verify(published) };
}

function verify(published: PublishedReport): VerifyResult {
  const kept = keptReport(published);
  if (kept === null) return { kind: 'unreadable' };
  const digest = digestOf(kept.inputs);
  if (digest !== published.digest) return { kind: 'inputs', digest };
  const { status, days } = judgeMonth(kept.inputs);
  const changed = [
    ...changedFields(kept.figures.status, status),
    ...(canonicalJson(kept.figures.days) === canonicalJson(days) ? [] : ['days']),
  ];
  return changed.length === 0 ? { kind: 'unchanged' } : { kind: 'figures', changed };
}

function changedFields(then: object, now: object): readonly string[] {
  const [before, after] = [new Map(Object.entries(then)), new Map(Object.entries(now))];
  const isSame = (key: string): boolean =>
    before.has(key) === after.has(key) && canonicalJson([before.get(key)]) === canonicalJson([after.get(key)]);
  return [...new Set([...before.keys(), ...after.keys()])].filter((key) => !isSame(key));
}
