import { isoTime } from '../../domain/clock.js';
import type { Maintenance, NewMaintenance } from '../../domain/operator-action.js';
import type { MaintenanceEffect } from '../../domain/public-records.js';
import type { SloDefinition } from '../../domain/slo-definition.js';
import { isInTime, isMeant } from '../../judge/calendar/exclusions.js';
import type { OperatorStore } from './operator-store.js';
import { lineFaults, nameFaults, nameOfPersonFaults, refuse, refused, textFaults, windowFaults } from './refusal.js';

/** Records announced work. Throws `AppError` `OPERATION_REFUSED`, or what the store throws. */
export async function addMaintenance(
  store: Pick<OperatorStore, 'addMaintenance'>,
  slos: readonly SloDefinition[],
  given: NewMaintenance,
): Promise<Maintenance> {
  refuse([
    ...lineFaults('title', given.title),
    ...(given.message === null ? [] : textFaults('message', given.message)),
    ...nameOfPersonFaults('by', given.by),
    ...nameFaults(given.slos, slos),
    ...windowFaults(given),
  ]);
  return store.addMaintenance({ ...given, slos: [...new Set(given.slos)] });
}

/** Calls announced work off; what is under way ends. Throws as `addMaintenance()` does. */
export async function cancelMaintenance(
  store: Pick<OperatorStore, 'cancelMaintenance' | 'operatorRecords'>,
  id: number,
  by: string,
): Promise<Maintenance> {
  refuse(nameOfPersonFaults('by', by));
  const cancelled = await store.cancelMaintenance(id, by);
  if (cancelled !== null) return cancelled;
  const { maintenances } = await store.operatorRecords();
  throw refused(whyNotCancelled(id, maintenances.find((one) => one.id === id) ?? null));
}

function whyNotCancelled(id: number, found: Maintenance | null): string {
  if (found === null) return `id: the id of a maintenance is required (\`maintenance list\`), found ${String(id)}`;
  const { cancelledAtMs, cancelledBy, toMs } = found;
  return cancelledAtMs === null
    ? `maintenance ${String(id)} was over at ${isoTime(toMs)}; to have its time count after all, use \`correct add --restore\``
    : `maintenance ${String(id)} was cancelled at ${isoTime(cancelledAtMs)} by ${String(cancelledBy)}`;
}

/** What maintenance means for each SLO that it names, in their order; objectives of one SLO are one. */
export function maintenanceEffects(
  maintenance: Maintenance,
  slos: readonly SloDefinition[],
): readonly MaintenanceEffect[] {
  const meant = slos.filter((slo) => isMeant(slo, maintenance));
  const byName = new Map(meant.map((slo) => [slo.name, slo]));
  return [...byName.values()].map((slo) => ({
    slo: slo.name,
    effect: effectOn(slo, maintenance),
    noticeMs: slo.maintenanceNoticeMs,
  }));
}

function effectOn(slo: SloDefinition, maintenance: Maintenance): MaintenanceEffect['effect'] {
  if (slo.maintenance === 'count') return 'counted';
  return isInTime(slo, maintenance) ? 'excluded' : 'late';
}
