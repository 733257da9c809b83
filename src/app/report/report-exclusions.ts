import type { Correction, Maintenance, OperatorRecords } from '../../domain/operator-action.js';
import type { SloDefinition } from '../../domain/slo-definition.js';
import type { TimeWindow } from '../../domain/window.js';
import { isInTime, isMeant } from '../../judge/calendar/exclusions.js';
import type { ExclusionEffect } from './month-figures.js';
import type { ReportedExclusion, VoidReason } from './month-report.js';

/** Every maintenance and correction of an SLO that touches its month, in order of time: those that change nothing too. */
export function reportedExclusions(
  definition: SloDefinition,
  { maintenances, corrections }: OperatorRecords,
  window: TimeWindow,
  effects: readonly ExclusionEffect[],
): readonly ReportedExclusion[] {
  const touches = ({ fromMs, toMs }: TimeWindow): boolean => fromMs < window.toMs && toMs > window.fromMs;
  const effectOf = (kind: ExclusionEffect['kind'], id: number): ExclusionEffect | null =>
    effects.find((effect) => effect.kind === kind && effect.id === id) ?? null;
  return [
    ...maintenances
      .filter((one) => isMeant(definition, one) && touches(one))
      .map((one) => ofMaintenance(definition, one, effectOf('maintenance', one.id))),
    ...corrections
      .filter((one) => one.slo === definition.name && touches(one))
      .map((one) => ofCorrection(one, effectOf(one.kind, one.id))),
  ].toSorted((a, b) => a.fromMs - b.fromMs);
}

function ofMaintenance(
  definition: SloDefinition,
  maintenance: Maintenance,
  effect: ExclusionEffect | null,
): ReportedExclusion {
  const reason = maintenance.title;
  return {
    kind: 'maintenance',
    reason,
    ...timesOf(maintenance),
    effect,
    void: effect === null ? whyVoid(definition, maintenance) : null,
  };
}

function ofCorrection(correction: Correction, effect: ExclusionEffect | null): ReportedExclusion {
  const { kind, reason, revokedAtMs, revokedBy } = correction;
  const revoked = revokedAtMs === null ? null : ({ kind: 'revoked', atMs: revokedAtMs, by: revokedBy } as const);
  return { kind, reason, ...timesOf(correction), effect, void: revoked };
}

function timesOf({ id, fromMs, toMs, recordedAtMs, recordedBy }: Maintenance | Correction) {
  return { id, fromMs, toMs, recordedAtMs, recordedBy };
}

function whyVoid(definition: SloDefinition, maintenance: Maintenance): VoidReason | null {
  const { cancelledAtMs, cancelledBy } = maintenance;
  if (definition.maintenance === 'count') return { kind: 'policy' };
  if (!isInTime(definition, maintenance)) return { kind: 'late', noticeMs: definition.maintenanceNoticeMs };
  return cancelledAtMs === null ? null : { kind: 'cancelled', atMs: cancelledAtMs, by: cancelledBy };
}
