import type { FailureGroup } from '../domain/alert-evidence.js';
import type { FailureEvidence } from '../domain/failure-evidence.js';
import { OUTCOMES } from '../domain/outcome.js';
import { seriesKey } from '../domain/series.js';
import type { SeriesEvents } from './read-events.js';

/** What counted and was not good, by resolver and outcome, the most first. Counts add up to all that failed. */
export function failureGroups(found: readonly SeriesEvents[]): readonly FailureGroup[] {
  const groups = new Map<string, FailureGroup>();
  for (const { series, events } of found) {
    OUTCOMES.forEach((outcome, i) => {
      const count = (events.valid[i] ?? 0) - (events.good[i] ?? 0);
      if (count <= 0) return;
      const key = `${series.resolver} ${outcome}`;
      const before = groups.get(key)?.count ?? 0;
      const group = { resolver: series.resolver, outcome, rcode: null, isRcodeSampled: false };
      groups.set(key, { ...group, count: before + count });
    });
  }
  return [...groups.values()].sort(byCount);
}

/**
 * Tells groups of wrong rcodes apart by which they were, as far as the failures kept in full say: a group
 * of which each one is kept becomes one group a rcode; of a larger one the latest rcode is named.
 *
 * @param kept failures of the same window, the newest first
 */
export function withRcodes(
  groups: readonly FailureGroup[],
  found: readonly SeriesEvents[],
  kept: readonly FailureEvidence[],
): readonly FailureGroup[] {
  const counted = new Set(found.map(({ series }) => seriesKey(series)));
  const known = kept.filter(({ series, outcome }) => outcome === 'wrong_rcode' && counted.has(seriesKey(series)));
  return groups
    .flatMap((group) => {
      const of = known.filter(({ series }) => series.resolver === group.resolver);
      return group.outcome === 'wrong_rcode' ? byRcode(group, of) : [group];
    })
    .sort(byCount);
}

function byRcode(group: FailureGroup, kept: readonly FailureEvidence[]): readonly FailureGroup[] {
  const rcodes = kept.map(({ reply }) => reply?.rcode ?? null);
  const isWhole = kept.length === group.count && !rcodes.includes(null);
  if (!isWhole) return [{ ...group, rcode: rcodes[0] ?? null, isRcodeSampled: true }];
  return [...new Set(rcodes)].map((rcode) => {
    return { ...group, rcode, count: rcodes.filter((one) => one === rcode).length };
  });
}

function byCount(a: FailureGroup, b: FailureGroup): number {
  return b.count - a.count || (`${a.resolver} ${a.outcome}` < `${b.resolver} ${b.outcome}` ? -1 : 1);
}
