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
  const announced = maintenances.flatMap((maintenance) => excludedByMaintenance(slo, maintenance));
  let exclusions = announced.reduce<readonly Exclusion[]>((before, one) => [...without(before, one), one], []);
  for (const correction of corrections) {
    if (correction.slo !== slo.name || correction.revokedAtMs !== null) continue;
    exclusions = corrected(exclusions, correction);
  }
  return exclusions.toSorted((a, b) => a.fromMs - b.fromMs);
}

/** Whether maintenance was announced early enough for this SLO to leave it out. */
export function isInTime({ maintenanceNoticeMs }: Excluding, { fromMs, recordedAtMs }: Maintenance): boolean {
  return recordedAtMs <= fromMs - maintenanceNoticeMs;
}

function excludedByMaintenance(slo: Excluding, maintenance: Maintenance): readonly Exclusion[] {
  const { id, slos, fromMs, cancelledAtMs } = maintenance;
  const isMeant = slos.length === 0 || slos.includes(slo.name);
  if (slo.maintenance === 'count' || !isMeant || !isInTime(slo, maintenance)) return [];
  return wholeMinutes({ fromMs, toMs: Math.min(maintenance.toMs, cancelledAtMs ?? Infinity) }).map((window) => {
    return { ...window, reason: 'maintenance', id };
  });
}

function corrected(exclusions: readonly Exclusion[], { id, kind, ...given }: Correction): readonly Exclusion[] {
  const [window] = wholeMinutes(given);
  if (window === undefined) return exclusions;
  const others = without(exclusions, window);
  return kind === 'restore' ? others : [...others, { ...window, reason: 'correction', id }];
}

/** The minutes that lie wholly within a time, as one window; empty if none does. */
export function wholeMinutes({ fromMs, toMs }: TimeWindow): readonly TimeWindow[] {
  const window = { fromMs: ceilTo(fromMs, MINUTE_MS), toMs: floorTo(toMs, MINUTE_MS) };
  return window.fromMs < window.toMs ? [window] : [];
}

/** What is left of the exclusions outside of a window. */
function without(exclusions: readonly Exclusion[], { fromMs, toMs }: TimeWindow): readonly Exclusion[] {
  return exclusions.flatMap((one) => [
    ...(one.fromMs < fromMs ? [{ ...one, toMs: Math.min(one.toMs, fromMs) }] : []),
    ...(one.toMs > toMs ? [{ ...one, fromMs: Math.max(one.fromMs, toMs) }] : []),
  ]);
}
