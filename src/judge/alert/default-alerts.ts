import type { AlertRule, AlertSeverity, BurnRateAlert, NoDataAlert } from '../../domain/alert-state.js';
import { DAY_MS, MINUTE_MS } from '../../domain/clock.js';
import { BURN_WINDOWS } from '../slo/burn-windows.js';
import { tidy } from '../slo/tidy.js';

interface Burning {
  readonly objective: number;
  readonly periodMs: number;
}

/**
 * The alerts of an SLO that names none: four burn rates (multi-window, multi-burn-rate: Site
 * Reliability Workbook, chapter 5) and `no-data`.
 *
 * @param roundMs time between two rounds of the fastest probe selected; `null` when unknown
 */
export function defaultAlerts(slo: Burning, roundMs: number | null): readonly AlertRule[] {
  return [...burnRateAlerts(slo).filter((alert) => canFire(alert, slo.objective)), noDataAlert(roundMs)];
}

/** Default alerts that are left out because even a total outage burns no faster than their factor. */
export function impossibleDefaultAlerts(slo: Burning): readonly BurnRateAlert[] {
  return burnRateAlerts(slo).filter((alert) => !canFire(alert, slo.objective));
}

/** The fastest a budget can burn is 1 / (1 − objective), and an alert must exceed its factor strictly. */
export function canFire(alert: BurnRateAlert, objective: number): boolean {
  return tidy(alert.threshold * tidy(1 - objective)) < 1;
}

interface Template {
  readonly name: string;
  readonly severity: AlertSeverity;
  readonly long: keyof typeof BURN_WINDOWS;
  readonly short: keyof typeof BURN_WINDOWS;
  /** Share of the budget that burns within the long window when the alert fires. */
  readonly share: number;
  /** Factor for periods shorter than four weeks, where the share would make no sense. */
  readonly shortPeriodFactor: number;
}

const TEMPLATES: readonly Template[] = [
  { name: 'fast-burn', severity: 'page', long: '1h', short: '5m', share: 0.02, shortPeriodFactor: 13.44 },
  { name: 'slow-burn', severity: 'page', long: '6h', short: '30m', share: 0.05, shortPeriodFactor: 3.5 },
  { name: 'fast-drain', severity: 'ticket', long: '1d', short: '2h', share: 0.1, shortPeriodFactor: 1.4 },
  { name: 'slow-drain', severity: 'ticket', long: '3d', short: '6h', share: 0.1, shortPeriodFactor: 0.98 },
];

/** The shortest long window of any default alert: an SLO whose own is shorter has none. */
export const SHORTEST_ALERT_MS = Math.min(...TEMPLATES.map((template) => BURN_WINDOWS[template.long]));

/** The longest window any alert looks at. */
export const LONGEST_ALERT_MS = Math.max(...TEMPLATES.map((template) => BURN_WINDOWS[template.long]));

const FOUR_WEEKS_MS = 28 * DAY_MS;
/** Beyond a month the factor stays: paging later because the period is a year would help nobody. */
const MONTH_MS = 30 * DAY_MS;

function burnRateAlerts({ periodMs }: Burning): BurnRateAlert[] {
  return TEMPLATES.filter(({ long }) => BURN_WINDOWS[long] <= periodMs).map((template) => ({
    kind: 'burn-rate',
    name: template.name,
    severity: template.severity,
    longMs: BURN_WINDOWS[template.long],
    shortMs: BURN_WINDOWS[template.short],
    threshold: factor(template, periodMs),
    orEqual: false,
    afterMs: 0,
  }));
}

function factor({ share, long, shortPeriodFactor }: Template, periodMs: number): number {
  if (periodMs < FOUR_WEEKS_MS) return shortPeriodFactor;
  return tidy((share * Math.min(periodMs, MONTH_MS)) / BURN_WINDOWS[long]);
}

/** Ticket when there was no valid attempt for ten minutes, or three rounds where they are slower. */
export function noDataAlert(roundMs: number | null): NoDataAlert {
  const afterMs = Math.max(10 * MINUTE_MS, 3 * (roundMs ?? 0));
  return { kind: 'no-data', name: 'no-data', severity: 'ticket', afterMs };
}
