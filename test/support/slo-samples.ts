import type { BurnRateAlert } from '../../src/domain/alert-state.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/clock.js';
import type { Series } from '../../src/domain/series.js';
import type { EventSource, Events, Selector, SloDefinition } from '../../src/domain/slo-definition.js';

export const ANY_SERIES: Selector = { probe: null, resolver: null, query: null, vantage: null };

/** A series of `tokyo` and probe `public`. */
export function series(resolver = 'ns1', query = 'www', probe = 'public'): Series {
  return { vantage: 'tokyo', probe, resolver, query };
}

export function eventSource(
  events: Events,
  selector: Partial<Selector> = {},
  thresholdUs: number | null = null,
): EventSource {
  return { selector: { ...ANY_SERIES, ...selector }, events, thresholdUs };
}

/** An availability SLO of 99.9 % over 28 days, changed as told. */
export function slo(changes: Partial<SloDefinition> = {}): SloDefinition {
  return {
    name: 'availability',
    key: changes.name ?? 'availability',
    objectiveName: null,
    displayName: 'Availability',
    description: '',
    service: 'public-resolver',
    serviceDisplayName: 'Public resolver',
    indicator: { good: eventSource('answered'), bad: null, total: eventSource('valid') },
    objective: 0.999,
    budgetingMethod: 'Occurrences',
    slices: null,
    weighing: { kind: 'attempts' },
    compositeWeight: null,
    periodMs: 28 * DAY_MS,
    periodText: '28d',
    calendar: null,
    visibility: 'public',
    minFailures: 3,
    ownAlerts: null,
    maintenance: 'count',
    maintenanceNoticeMs: DAY_MS,
    responsibility: {},
    ...changes,
  };
}

/** The default page alert of an SLO over 28 days. */
export const FAST_BURN: BurnRateAlert = {
  kind: 'burn-rate',
  name: 'fast-burn',
  severity: 'page',
  longMs: HOUR_MS,
  shortMs: 5 * MINUTE_MS,
  threshold: 13.44,
  orEqual: false,
  afterMs: 0,
};
