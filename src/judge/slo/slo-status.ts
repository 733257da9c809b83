import type { AlertRule, AlertState } from '../../domain/alert-state.js';
import { isoTime } from '../../domain/clock.js';
import { formatDuration } from '../../domain/duration.js';
import { countsAttempts, type SloDefinition } from '../../domain/slo-definition.js';
import type { AlertStatus, SloStatus } from '../../domain/slo-status.js';
import type { Tally } from '../../domain/tally.js';
import type { TimeWindow } from '../../domain/window.js';
import { burnRate } from './burn-rate.js';
import { BURN_WINDOWS, FORECAST_WINDOWS } from './burn-windows.js';
import { elapsedShare, type ErrorBudget, errorBudget } from './error-budget.js';
import { exhaustsAtMs } from './forecast.js';
import { asShown, type Ratio, sli } from './sli.js';
import { sloState } from './slo-state.js';
import { conclusiveShare, type Votes } from './votes.js';

/** What is known of one SLO at the end of a minute. */
export interface Standing {
  readonly definition: SloDefinition;
  readonly toMs: number;
  /** The window its budget is judged over, all of it. */
  readonly whole: TimeWindow;
  /** What counts in it up to now, in the SLO's units. */
  readonly window: Ratio;
  /** The attempts behind that. */
  readonly attempts: Ratio;
  /** What would count had no operator taken time out; `null`: none has. */
  readonly asMeasured: Ratio | null;
  readonly excluded: Tally['excluded'];
  /** Answers left out, of which nobody knows any more how long they took. */
  readonly unreadable: number;
  /** Over the last `lengthMs`; asked for every burn-rate window. */
  readonly ratioOver: (lengthMs: number) => Ratio;
  /** Share of the window that has valid attempts. */
  readonly coverage: number;
  /** Where vantages vote, how they did in the window; else `null`. */
  readonly votes: Votes | null;
  readonly dataSinceMs: number | null;
  readonly alerts: readonly { readonly rule: AlertRule; readonly state: AlertState }[];
  /** Over the whole period; `good` were answered. */
  readonly controls: readonly (Ratio & { readonly probe: string; readonly query: string })[];
}

/** Where an SLO stands, as users and scripts read it. */
export function sloStatus(standing: Standing): SloStatus {
  const { definition, alerts } = standing;
  const errorBudget = budgetOf(standing, standing.window);
  const forecast = forecasts(standing);
  const { good, valid } = asShown(standing.window);
  const isBurning = alerts.some(({ rule, state }) => rule.kind === 'burn-rate' && state.state === 'firing');
  // Without a spread: a thousand are made each second.
  const status = {
    name: definition.name,
    service: definition.service,
    displayName: definition.displayName,
    objective: definition.objective,
    budgetingMethod: definition.budgetingMethod,
    window: windowOf(standing),
    good,
    valid,
    sli: sli({ good, valid }),
    errorBudget,
    coverage: standing.votes === null ? standing.coverage : standing.coverage * conclusiveShare(standing.votes),
    dataSince: isoOrNull(standing.dataSinceMs),
    excluded: excludedOf(standing),
    burnRates: burnRates(standing),
    alerts: alerts.map(({ rule, state }) => alertStatus(rule, state)),
    status: sloState(errorBudget.remaining, isBurning),
    exhaustsAt: forecast[FORECAST_WINDOWS[0]] ?? null,
    forecast,
  };
  return isPlain(standing) ? status : withRest(standing, status);
}

/** Whether there is nothing to say of it that most SLOs do not have. */
function isPlain({ definition, asMeasured, controls }: Standing): boolean {
  return (
    definition.objectiveName === null && countsAttempts(definition) && asMeasured === null && controls.length === 0
  );
}

function withRest(standing: Standing, status: SloStatus): SloStatus {
  return {
    ...identity(standing.definition),
    ...status,
    ...attemptsOf(standing),
    ...(standing.votes === null ? {} : { votes: standing.votes.all }),
    ...asMeasured(standing),
    ...controlsOf(standing),
  };
}

/** Of an SLO that could not be evaluated: nothing is known of it, but why, and the alerts it had. */
export function notEvaluated(
  definition: SloDefinition,
  toMs: number,
  error: string,
  alerts: Standing['alerts'] = [],
): SloStatus {
  const none = { good: 0, valid: 0 };
  const unknown = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, null]));
  const { periodMs, periodText, calendar } = definition;
  const window = { from: isoTime(toMs - periodMs), to: isoTime(toMs), duration: periodText };
  return {
    ...identity(definition),
    window: { ...window, isRolling: calendar === null },
    ...none,
    sli: null,
    errorBudget: errorBudget(none, definition.objective),
    coverage: 0,
    dataSince: null,
    excluded: { prober_error: 0, maintenance: 0, correction: 0 },
    burnRates: unknown(Object.keys(BURN_WINDOWS)),
    alerts: alerts.map(({ rule, state }) => alertStatus(rule, state)),
    status: 'no_data',
    exhaustsAt: null,
    forecast: unknown(FORECAST_WINDOWS),
    error,
  };
}

function identity({ name, objectiveName, service, displayName, objective, budgetingMethod }: SloDefinition) {
  const which = objectiveName === null ? {} : { objectiveName };
  return { name, ...which, service, displayName, objective, budgetingMethod };
}

/** A rolling window's budget is that of the window; a calendar's is there from its first minute. */
function budgetOf({ definition, whole, toMs }: Standing, window: Ratio): ErrorBudget {
  return errorBudget(window, definition.objective, elapsedShare(whole, toMs));
}

function attemptsOf({ definition, attempts }: Standing): Pick<SloStatus, 'attempts'> {
  return countsAttempts(definition) ? {} : { attempts };
}

function asMeasured(standing: Standing): Pick<SloStatus, 'asMeasured'> {
  if (standing.asMeasured === null) return {};
  const ratio = asShown(standing.asMeasured);
  return { asMeasured: { ...ratio, sli: sli(ratio), consumed: budgetOf(standing, ratio).consumed } };
}

function excludedOf({ excluded, unreadable, votes }: Standing): SloStatus['excluded'] {
  if (unreadable === 0 && votes === null) return excluded;
  return {
    ...excluded,
    ...(unreadable === 0 ? {} : { unreadable }),
    ...(votes === null ? {} : { inconclusive: votes.inconclusive }),
  };
}

function windowOf({ definition, whole, toMs }: Standing): SloStatus['window'] {
  const isRolling = definition.calendar === null;
  const window = { from: isoTime(whole.fromMs), to: isoTime(toMs), duration: definition.periodText, isRolling };
  return isRolling ? window : { ...window, until: isoTime(whole.toMs) };
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
  const rates: Record<string, number | null> = {};
  for (const [name, lengthMs] of BURN_LENGTHS) rates[name] = burnRate(ratioOver(lengthMs), definition.objective);
  return rates;
}

const BURN_LENGTHS = Object.entries(BURN_WINDOWS);

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

function forecasts(standing: Standing): Record<string, string | null> {
  return Object.fromEntries(FORECAST_WINDOWS.map((name) => [name, isoOrNull(forecast(standing, BURN_WINDOWS[name]))]));
}

function forecast(standing: Standing, recentMs: number): number | null {
  const { definition, whole, toMs, dataSinceMs, window, ratioOver } = standing;
  if (dataSinceMs === null) return null;
  const { objective } = definition;
  const isRolling = definition.calendar === null;
  return exhaustsAtMs({
    isRolling,
    whole,
    toMs,
    dataSinceMs,
    window,
    recent: ratioOver(recentMs),
    recentMs,
    objective,
  });
}

function isoOrNull(timeMs: number | null): string | null {
  return timeMs === null ? null : isoTime(timeMs);
}
