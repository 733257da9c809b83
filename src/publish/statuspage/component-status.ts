import { maintenanceState } from '../../domain/maintenance-state.js';
import type { SloStatus } from '../../domain/slo-status.js';
import type { PublicSlo } from '../site/public-slos.js';
import type { Site } from '../site/site.js';
import type { ComponentStatus } from './statuspage-schemas.js';

/** At least so much of the last five minutes not good is an outage, however much of the budget there still is. */
const OUTAGE_SHARE = 0.5;

/**
 * An SLO in Statuspage's words. While announced work on it goes on it is under maintenance. Else `met` is
 * operational, `at_risk` degraded, `violated` a partial outage, since its users have been promised more than
 * they had; of the last two it is a major outage while at least half of what counts is not good. Without data
 * it is called degraded: Statuspage has no word for what nobody knows, and operational it must not be.
 */
export function componentStatus(slo: PublicSlo, site: Site): ComponentStatus {
  if (isUnderMaintenance(slo, site)) return 'under_maintenance';
  switch (slo.state) {
    case 'met':
      return site.staleForMs === null ? 'operational' : 'degraded_performance';
    case 'no_data':
      return 'degraded_performance';
    case 'at_risk':
      return isOut(slo) ? 'major_outage' : 'degraded_performance';
    case 'violated':
      return isOut(slo) ? 'major_outage' : 'partial_outage';
    default:
      return slo.state satisfies never;
  }
}

const WORST_FIRST: readonly ComponentStatus[] = [
  'major_outage',
  'partial_outage',
  'degraded_performance',
  'under_maintenance',
  'operational',
];

export function worstStatus(statuses: readonly ComponentStatus[]): ComponentStatus {
  return WORST_FIRST.find((status) => statuses.includes(status)) ?? 'degraded_performance';
}

function isUnderMaintenance({ name }: PublicSlo, { records, nowMs }: Site): boolean {
  return records.maintenances.some(
    (one) => maintenanceState(one, nowMs) === 'in_progress' && (one.slos.length === 0 || one.slos.includes(name)),
  );
}

function isOut({ objectives }: PublicSlo): boolean {
  return objectives.some(({ status }) => notGoodNow(status) >= OUTAGE_SHARE);
}

/** A burn rate is the share that was not good, by the share that may be. */
function notGoodNow({ burnRates, objective }: SloStatus): number {
  return (burnRates['5m'] ?? 0) * (1 - objective);
}
