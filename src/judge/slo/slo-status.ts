import type { AlertRule, AlertState } from '../../domain/alert-state.js';
import { isoTime } from '../../domain/clock.js';
import { formatDuration } from '../../domain/duration.js';
import type { SloDefinition } from '../../domain/slo-definition.js';
import type { AlertStatus, SloStatus } from '../../domain/slo-status.js';
import { burnRate } from './burn-rate.js';
import { BURN_WINDOWS, CURRENT_WINDOW_MS } from './burn-windows.js';
import { errorBudget } from './error-budget.js';
import { exhaustsAtMs } from './forecast.js';
import { type Ratio, sli } from './sli.js';
import { sloState } from './slo-state.js';

/** What is known of one SLO at the end of a minute. */
export interface Standing {
  readonly definition: SloDefinition;
  readonly toMs: number;
  /** Over the whole period. */
  readonly window: Ratio;
  readonly proberErrors: number;
  /** Answers left out, of which nobody knows any more how long they took. */
  readonly unreadable: number;
  /** Over the last `lengthMs`; asked for every burn-rate window. */
  readonly ratioOver: (lengthMs: number) => Ratio;
  readonly coverage: number;
  readonly dataSinceMs: number | null;
  readonly alerts: readonly { readonly rule: AlertRule; readonly state: AlertState }[];
  /** Over the whole period; `good` were answered. */
  readonly controls: readonly (Ratio & { readonly probe: string; readonly query: string })[];
}

/** Where an SLO stands, as users and scripts read it. */
export function sloStatus(standing: Standing): SloStatus {
  const { definition, window, alerts } = standing;
  const budget = errorBudget(window, definition.objective);
  return {
    ...identity(definition),
    window: windowOf(standing),
    good: window.good,
    valid: window.valid,
    sli: sli(window),
    errorBudget: budget,
    coverage: standing.coverage,
    dataSince: isoOrNull(standing.dataSinceMs),
    excluded: excludedOf(standing),
    burnRates: burnRates(standing),
    alerts: alerts.map(({ rule, state }) => alertStatus(rule, state)),
    status: sloState(
      budget.remaining,
      alerts.some(({ rule, state }) => rule.kind === 'burn-rate' && state.state === 'firing'),
    ),
    exhaustsAt: isoOrNull(forecast(standing)),
    ...controlsOf(standing),
  };
}

function identity({ name, service, displayName, objective, budgetingMethod }: SloDefinition) {
  return { name, service, displayName, objective, budgetingMethod };
}

function excludedOf({ proberErrors, unreadable }: Standing): SloStatus['excluded'] {
  const excluded = { prober_error: proberErrors, maintenance: 0, correction: 0 };
  return unreadable === 0 ? excluded : { ...excluded, unreadable };
}

function windowOf({ definition, toMs }: Standing): SloStatus['window'] {
  return {
    from: isoTime(toMs - definition.periodMs),
    to: isoTime(toMs),
    duration: definition.periodText,
    isRolling: true,
  };
}

function controlsOf({ controls }: Standing): Pick<SloStatus, 'controls'> {
  if (controls.length === 0) return {};
  return {
    controls: controls.map(({ probe, query, good, valid }) => {
      return { probe, query, answered: good, valid, sli: good / valid };
    }),
  };
}

function burnRates({ definition, ratioOver }: Standing): Record<string, number | null> {
  return Object.fromEntries(
    Object.entries(BURN_WINDOWS).map(([name, lengthMs]) => [name, burnRate(ratioOver(lengthMs), definition.objective)]),
  );
}

function alertStatus(rule: AlertRule, state: AlertState): AlertStatus {
  const isBurnRate = rule.kind === 'burn-rate';
  return {
    name: rule.name,
    severity: rule.severity,
    state: state.state,
    longWindow: isBurnRate ? formatDuration(rule.longMs) : null,
    shortWindow: isBurnRate ? formatDuration(rule.shortMs) : null,
    threshold: isBurnRate ? rule.threshold : null,
    since: isoOrNull(state.sinceMs),
  };
}

function forecast({ definition, toMs, dataSinceMs, window, ratioOver }: Standing): number | null {
  if (dataSinceMs === null) return null;
  const { periodMs, objective } = definition;
  const recent = ratioOver(CURRENT_WINDOW_MS);
  return exhaustsAtMs({ periodMs, toMs, dataSinceMs, window, recent, recentMs: CURRENT_WINDOW_MS, objective });
}

function isoOrNull(timeMs: number | null): string | null {
  return timeMs === null ? null : isoTime(timeMs);
}
