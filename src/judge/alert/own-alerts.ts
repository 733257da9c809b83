import type { AlertRule, AlertSeverity, BurnRateAlert } from '../../domain/alert-state.js';
import { ceilTo, MINUTE_MS } from '../../domain/clock.js';
import type { OwnAlert, OwnAlerts, SloDefinition } from '../../domain/slo-definition.js';
import { noDataAlert } from './default-alerts.js';

/** The short window is this part of the long one, in whole minutes: the alert then ends soon after its cause. */
const SHORT_PART = 12;

/**
 * The alerts that an SLO's own policies ask for.
 *
 * @param roundMs time between two rounds of the fastest probe selected; `null` when unknown
 */
export function ownAlerts({ burnRates, onNoData }: OwnAlerts, roundMs: number | null): readonly AlertRule[] {
  return [...burnRates.map(burnRateAlert), ...(onNoData ? [noDataAlert(roundMs)] : [])];
}

/** Lengths of all windows at which an SLO's own alerts look. */
export function ownAlertWindowsMs({ ownAlerts: own }: Pick<SloDefinition, 'ownAlerts'>): readonly number[] {
  return (own?.burnRates ?? []).map(burnRateAlert).flatMap(({ longMs, shortMs }) => [longMs, shortMs]);
}

function burnRateAlert({ name, severity, lookbackMs, threshold, orEqual, afterMs }: OwnAlert): BurnRateAlert {
  return {
    kind: 'burn-rate',
    name,
    severity: severityOf(severity),
    longMs: lookbackMs,
    shortMs: ceilTo(lookbackMs / SHORT_PART, MINUTE_MS),
    threshold,
    orEqual,
    afterMs,
  };
}

/** OpenSLO leaves the word free: what names an emergency pages, all else can wait for the morning. */
function severityOf(severity: string): AlertSeverity {
  return PAGING.has(severity.toLowerCase()) ? 'page' : 'ticket';
}

const PAGING: ReadonlySet<string> = new Set(['page', 'critical', 'crit', 'emergency', 'high', 'sev1', 'p1']);
