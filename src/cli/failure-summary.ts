import type { FailureEvidence } from '../domain/failure-evidence.js';
import { printable } from '../domain/printable.js';

/** The rest is counted. */
const MOST_NAMED = 8;

/**
 * Who failed, a line for each resolver with several failures: which instances replied (NSID,
 * RFC 5001), and from which source ports the queries went, for these tell the paths through a
 * balancer apart.
 */
export function failureSummary(failures: readonly FailureEvidence[]): readonly string[] {
  const byResolver = new Map<string, FailureEvidence[]>();
  for (const failure of failures) {
    const key = `${failure.series.probe} / ${failure.series.resolver}`;
    const known = byResolver.get(key);
    if (known === undefined) byResolver.set(key, [failure]);
    else known.push(failure);
  }
  return [...byResolver]
    .filter(([, ofResolver]) => ofResolver.length > 1)
    .map(([resolver, ofResolver]) => `${resolver}: ${instancesText(ofResolver)}; ${portsText(ofResolver)}`);
}

/** `12 of 14 from nsid=pop-3, 1 from nsid=pop-4`. */
function instancesText(failures: readonly FailureEvidence[]): string {
  const total = String(failures.length);
  const byNsid = counted(failures.flatMap(({ reply }) => reply?.nsid ?? []));
  if (byNsid.length === 0) return `${total} failures, none with an NSID`;
  const named = byNsid.slice(0, MOST_NAMED).map(([nsid, count], index) => {
    const share = index === 0 ? `${String(count)} of ${total}` : String(count);
    return `${share} from nsid=${printable(nsid)}`;
  });
  return withRest(named, byNsid.length);
}

/** `ports 40001 (9), 40005 (5)`. */
function portsText(failures: readonly FailureEvidence[]): string {
  const byPort = counted(failures.flatMap(({ localPort }) => localPort ?? []));
  if (byPort.length === 0) return 'source ports unknown';
  const named = byPort
    .slice(0, MOST_NAMED)
    .map(([port, count]) => `${String(port)}${count > 1 ? ` (${String(count)})` : ''}`);
  return `source port${byPort.length === 1 ? '' : 's'} ${withRest(named, byPort.length)}`;
}

function withRest(named: readonly string[], total: number): string {
  const rest = total - named.length;
  return [...named, ...(rest > 0 ? [`${String(rest)} more`] : [])].join(', ');
}

/** How often each value occurs, the most frequent first. */
function counted<T>(values: readonly T[]): readonly (readonly [T, number])[] {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}
