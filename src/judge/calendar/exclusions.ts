import { MINUTE_MS, ceilTo, floorTo } from '../../domain/clock.js';
import type { Correction, Exclusion, Maintenance, OperatorRecords } from '../../domain/operator-action.js';
import type { SloDefinition } from '../../domain/slo-definition.js';
import type { TimeWindow } from '../../domain/window.js';

type Excluding = Pick<SloDefinition, 'name' | 'maintenance' | 'maintenanceNoticeMs'>;

/**
 * The minutes that do not count in an SLO, in order of time and apart from each other: maintenance that
 * was announced in time, where its policy is to exclude it, then corrections in the order in which they
 * were recorded, each over what was before. Of a minute that is only partly meant all counts.
 */
export function exclusionsOf(slo: Excluding, { maintenances, corrections }: OperatorRecords): readonly Exclusion[] {
  return pieces([
    ...maintenances.flatMap((maintenance) => excludedByMaintenance(slo, maintenance)),
    ...corrections.filter((one) => one.slo === slo.name && one.revokedAtMs === null).flatMap(corrected),
  ]);
}

/** Time about which an operator said something; `exclusion` `null`: it counts. */
interface Said extends TimeWindow {
  readonly exclusion: Pick<Exclusion, 'reason' | 'id'> | null;
}

/** What is taken out where each of several sayings is over those before it, in order of time. */
function pieces(said: readonly Said[]): readonly Exclusion[] {
  const result: Exclusion[] = [];
  const inForce = new Set<number>();
  const bounds = boundsOf(said);
  bounds.forEach(([atMs, { begin, end }], i) => {
    for (const index of end) inForce.delete(index);
    for (const index of begin) inForce.add(index);
    const exclusion = said[Math.max(...inForce)]?.exclusion ?? null;
    const toMs = bounds[i + 1]?.[0] ?? atMs;
    if (exclusion !== null) append(result, { fromMs: atMs, toMs, ...exclusion });
  });
  return result;
}

/** Which of them begin and end when, in order of time. */
function boundsOf(said: readonly Said[]): readonly (readonly [atMs: number, Bound])[] {
  const bounds = new Map<number, Bound>();
  const at = (atMs: number): Bound => {
    const bound = bounds.get(atMs) ?? { begin: [], end: [] };
    bounds.set(atMs, bound);
    return bound;
  };
  said.forEach(({ fromMs, toMs }, index) => {
    at(fromMs).begin.push(index);
    at(toMs).end.push(index);
  });
  return [...bounds].sort(([a], [b]) => a - b);
}

/** Positions of what begins and ends at an instant. */
interface Bound {
  readonly begin: number[];
  readonly end: number[];
}

function append(exclusions: Exclusion[], next: Exclusion): void {
  const last = exclusions.at(-1);
  const isSame = last?.toMs === next.fromMs && last.reason === next.reason && last.id === next.id;
  if (isSame) exclusions[exclusions.length - 1] = { ...last, toMs: next.toMs };
  else exclusions.push(next);
}

/** Whether maintenance names an SLO, or none and so means all. */
export function isMeant({ name }: Pick<SloDefinition, 'name'>, { slos }: Maintenance): boolean {
  return slos.length === 0 || slos.includes(name);
}

/** Whether maintenance was announced early enough for this SLO to leave it out. */
export function isInTime({ maintenanceNoticeMs }: Excluding, { fromMs, recordedAtMs }: Maintenance): boolean {
  return recordedAtMs <= fromMs - maintenanceNoticeMs;
}

function excludedByMaintenance(slo: Excluding, maintenance: Maintenance): readonly Said[] {
  const { id, fromMs, cancelledAtMs } = maintenance;
  if (slo.maintenance === 'count' || !isMeant(slo, maintenance) || !isInTime(slo, maintenance)) return [];
  return wholeMinutes({ fromMs, toMs: Math.min(maintenance.toMs, cancelledAtMs ?? Infinity) }).map((window) => {
    return { ...window, exclusion: { reason: 'maintenance', id } };
  });
}

function corrected({ id, kind, ...given }: Correction): readonly Said[] {
  const exclusion = kind === 'restore' ? null : ({ reason: 'correction', id } as const);
  return wholeMinutes(given).map((window) => ({ ...window, exclusion }));
}

/** The minutes that lie wholly within a time, as one window; empty if none does. */
export function wholeMinutes({ fromMs, toMs }: TimeWindow): readonly TimeWindow[] {
  const window = { fromMs: ceilTo(fromMs, MINUTE_MS), toMs: floorTo(toMs, MINUTE_MS) };
  return window.fromMs < window.toMs ? [window] : [];
}
