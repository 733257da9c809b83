import type { MeasuredProbe } from '../../domain/measured-probe.js';
import type { Series } from '../../domain/series.js';
import { seriesKey } from '../../domain/series.js';
import type { SloStatus } from '../../domain/slo-status.js';
import type { Snapshot, SloView } from '../../domain/snapshot.js';
import { HttpError } from '../http/errors.js';
import type { LatestSnapshot } from '../http/latest-snapshot.js';

/** The snapshot without internal SLOs: the only one that public paths ever get to see. */
export function publicSnapshot(snapshot: Snapshot): Snapshot {
  const slos = snapshot.slos.filter((view) => view.definition.visibility === 'public');
  const probes = publicProbes(snapshot.probes, slos);
  return { ...snapshot, slos: slos.map((view) => ({ ...view, status: publicStatus(view.status) })), probes };
}

/** Of what measures, that of which a public SLO counts something. */
function publicProbes(probes: readonly MeasuredProbe[], slos: readonly SloView[]): readonly MeasuredProbe[] {
  const shown = new Map<string, Set<string>>();
  for (const { probe, resolver } of slos.flatMap(({ series }) => series)) {
    shown.set(probe, (shown.get(probe) ?? new Set()).add(resolver));
  }
  return probes.flatMap((probe) => {
    const resolvers = shown.get(probe.name);
    if (resolvers === undefined) return [];
    return [{ ...probe, stubs: probe.stubs.filter(({ name }) => resolvers.has(name)) }];
  });
}

export const NOT_EVALUATED = 'not evaluated';

/** Why an SLO could not be evaluated is for its operators: the text may name what nobody else must know. */
export function publicStatus(status: SloStatus): SloStatus {
  return status.error === undefined ? status : { ...status, error: NOT_EVALUATED };
}

/** The snapshot that is shown. Throws `HttpError` 503 before the first one. */
export function evaluatedSnapshot(latest: LatestSnapshot): Snapshot {
  const snapshot = latest.get();
  if (snapshot === null)
    throw new HttpError(503, 'STARTING', 'nothing has been evaluated yet; try again in a few seconds', 2);
  return snapshot;
}

/** The series that at least one SLO of the snapshot selects, each once. */
export function seriesOf(snapshot: Snapshot): readonly Series[] {
  const byKey = new Map<string, Series>();
  for (const view of snapshot.slos) {
    for (const series of view.series) byKey.set(seriesKey(series), series);
  }
  return [...byKey.values()];
}
