import { incidentState } from '../../domain/incident.js';
import { publicSlos } from '../site/public-slos.js';
import type { Site } from '../site/site.js';
import { componentStatus } from './component-status.js';
import type { ComponentStatus, StatuspageStatus } from './statuspage-schemas.js';

type Indicator = StatuspageStatus['indicator'];

const WORST_FIRST: readonly Indicator[] = ['critical', 'major', 'minor', 'maintenance', 'none'];

const OF_COMPONENT: Readonly<Record<ComponentStatus, Indicator>> = {
  operational: 'none',
  under_maintenance: 'maintenance',
  degraded_performance: 'minor',
  partial_outage: 'major',
  major_outage: 'critical',
};

/** Statuspage's own words, in whatever language the page is: scripts compare them. */
const DESCRIPTIONS: Readonly<Record<Indicator, string>> = {
  none: 'All Systems Operational',
  maintenance: 'Service Under Maintenance',
  minor: 'Partially Degraded Service',
  major: 'Partial System Outage',
  critical: 'Major System Outage',
};

/** The worst of what components are in and of the impact that operators gave to what is not resolved. */
export function overallStatus(site: Site): StatuspageStatus {
  const slos = publicSlos(site.snapshot);
  const ofComponents = slos.map((slo) => OF_COMPONENT[componentStatus(slo, site)]);
  const ofIncidents = site.records.incidents
    .filter((one) => incidentState(one) !== 'resolved')
    .map(({ impact }) => impact);
  // Of nothing nobody knows that it is fine.
  const indicators: readonly Indicator[] = [
    ...ofComponents,
    ...ofIncidents,
    ...(slos.length === 0 ? ['minor' as const] : []),
  ];
  const indicator = WORST_FIRST.find((one) => indicators.includes(one)) ?? 'none';
  const isUnknown =
    indicator === 'minor' &&
    ofIncidents.length === 0 &&
    slos.every(({ state }) => state === 'met' || state === 'no_data');
  return { indicator, description: isUnknown ? unknown(site) : DESCRIPTIONS[indicator] };
}

/** Why it is not operational, where nothing that was measured is wrong. */
function unknown({ staleForMs }: Site): string {
  return staleForMs === null ? 'No Data For Some Objectives' : 'Figures Are Out Of Date';
}
