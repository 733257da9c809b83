import type {
  AlertEvidence,
  AlertLogEntry,
  BudgetUnit,
  BurnRateEvidence,
  FailureGroup,
  NoDataEvidence,
  WindowEvidence,
} from '../domain/alert-evidence.js';
import type { BurnRateAlert, NoDataAlert } from '../domain/alert-state.js';
import { MINUTE_MS } from '../domain/clock.js';
import type { SloDefinition } from '../domain/slo-definition.js';
import type { TimeWindow } from '../domain/window.js';
import { explainTransition } from '../judge/alert/explain-transition.js';
import type { AlertTransition } from '../judge/alert/transition.js';
import { burnRate } from '../judge/slo/burn-rate.js';
import { elapsedShare, errorBudget } from '../judge/slo/error-budget.js';
import { exhaustsAtMs } from '../judge/slo/forecast.js';
import { ratioOver } from './judge-alerts.js';
import { budgetWindow, rollingWindow } from './kept-window.js';
import type { SlidingTotals } from './sliding-totals.js';
import type { SloPlan } from './slo-plan.js';
import { attemptsOf } from './tally-sums.js';

/** What only history can tell of a change; `null`: it could not be read, or was not. */
export interface ReadEvidence {
  /** What failed in the long window. */
  readonly failures: readonly FailureGroup[] | null;
  /** Of a no-data alert: what the last minute with data held, and attempts since that could not be made. */
  readonly lastHeard: { readonly good: number; readonly valid: number } | null;
  readonly proberErrors: number | null;
}

export const NOTHING_READ: ReadEvidence = { failures: null, lastHeard: null, proberErrors: null };

/** Where a transition was seen. */
export interface SeenTransition {
  readonly transition: AlertTransition;
  readonly plan: SloPlan;
  /** Position of the SLO in the totals. */
  readonly slo: number;
  readonly totals: SlidingTotals;
}

/** A transition as it is kept and told, its sentence put together from the totals and from what was read of history. */
export function alertLogEntry(seen: SeenTransition, read: ReadEvidence): AlertLogEntry {
  const { slo, rule, from, to, atMs } = seen.transition;
  const evidence = alertEvidence(seen, read);
  const explanation = explainTransition(evidence);
  return { slo, alert: rule.name, severity: rule.severity, from, to, atMs, explanation, evidence };
}

/** What of history explains a transition: the long window, or the time since the last valid attempt. */
export function windowToRead({ transition: { rule }, slo, totals }: SeenTransition): TimeWindow {
  const toMs = totals.endMs;
  if (rule.kind === 'burn-rate') return { fromMs: toMs - rule.longMs, toMs };
  return { fromMs: totals.coverage.lastMs(slo) ?? toMs - rule.afterMs, toMs };
}

export function budgetUnit({ slices, weighing }: SloDefinition): BudgetUnit {
  if (slices !== null) return { kind: 'slices', ...slices };
  switch (weighing.kind) {
    case 'attempts':
    case 'series':
      return { kind: weighing.kind };
    case 'quorum':
      return { kind: 'votes' };
    case 'enough-of-many':
      return { kind: 'needed answers' };
    default:
      return weighing satisfies never;
  }
}

/** Answers slower than this are not good; `null` where time does not matter. */
export function thresholdOf({ indicator: { good, bad } }: SloDefinition): number | null {
  return good?.thresholdUs ?? bad?.thresholdUs ?? null;
}

function alertEvidence(seen: SeenTransition, read: ReadEvidence): AlertEvidence {
  const { rule } = seen.transition;
  return rule.kind === 'burn-rate' ? burnRateEvidence(seen, rule, read) : noDataEvidence(seen, rule, read);
}

function burnRateEvidence(seen: SeenTransition, rule: BurnRateAlert, read: ReadEvidence): BurnRateEvidence {
  const { definition } = seen.plan;
  const long = windowEvidence(seen, rule.longMs);
  return {
    ...changeOf(seen.transition),
    rule,
    unit: budgetUnit(definition),
    long,
    short: windowEvidence(seen, rule.shortMs),
    thresholdUs: thresholdOf(definition),
    failures: read.failures,
    periodText: definition.periodText,
    ...budgetOf(seen, long),
  };
}

function changeOf({ from, to, atMs, leftSinceMs }: AlertTransition) {
  return { from, to, atMs, heldMs: leftSinceMs === null ? null : atMs - leftSinceMs };
}

function windowEvidence({ plan: { definition }, slo, totals }: SeenTransition, lengthMs: number): WindowEvidence {
  const counted = ratioOver(totals, slo, lengthMs);
  const attempts = attemptsOf(totals.over(rollingWindow(lengthMs)).tallies, slo);
  return { lengthMs, counted, attempts, burnRate: burnRate(counted, definition.objective) };
}

function budgetOf({ plan: { definition }, slo, totals }: SeenTransition, long: WindowEvidence) {
  const { objective } = definition;
  const [kept, toMs] = [budgetWindow(definition), totals.endMs];
  const [window, whole] = [totals.over(kept).ratio(slo), kept.wholeAt(toMs)];
  const dataSinceMs = totals.coverage.firstMs(slo);
  const { consumed } = errorBudget(window, objective, elapsedShare(whole, toMs));
  if (dataSinceMs === null) return { consumed, exhaustsAtMs: null };
  const rate = { isRolling: definition.calendar === null, recent: long.counted, recentMs: long.lengthMs };
  return { consumed, exhaustsAtMs: exhaustsAtMs({ whole, toMs, dataSinceMs, window, ...rate, objective }) };
}

function noDataEvidence(seen: SeenTransition, rule: NoDataAlert, read: ReadEvidence): NoDataEvidence {
  const lastHeardMs = seen.totals.coverage.lastMs(seen.slo);
  const { lastHeard, proberErrors } = read;
  return { ...changeOf(seen.transition), rule, lastHeardMs, lastHeard, proberErrors };
}

/** The minute in which something was last heard, of a window read by `windowToRead`. */
export function lastHeardWindow({ totals, slo }: SeenTransition): TimeWindow | null {
  const fromMs = totals.coverage.lastMs(slo);
  return fromMs === null ? null : { fromMs, toMs: fromMs + MINUTE_MS };
}
