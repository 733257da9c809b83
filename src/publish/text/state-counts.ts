import type { SloState } from '../../domain/slo-status.js';

/** How many SLOs are in which state. */
export type StateCounts = Readonly<Record<SloState, number>>;

export function totalOf(counts: StateCounts): number {
  return counts.met + counts.at_risk + counts.violated + counts.no_data;
}
