import type { SloDefinition } from '../../domain/slo-definition.js';
import type { AlertStatus, SloStatus } from '../../domain/slo-status.js';
import { burnRate } from './burn-rate.js';
import { elapsedShare, type ErrorBudget, errorBudget } from './error-budget.js';
import { type Ratio, sli } from './sli.js';
import { sloState } from './slo-state.js';
import { tidy } from './tidy.js';

/** One objective of a composite SLO, and where it stands. */
export interface CompositePart {
  readonly definition: SloDefinition;
  readonly status: SloStatus;
}

/**
 * A composite SLO as a whole: its SLI is the mean of its objectives' SLIs by weight, and its objective the
 * mean of theirs, both of those that have data (or else of all): what is not known must neither widen
 * nor narrow the budget. `good` and `valid` count weights. It has no alerts of its
 * own, since each objective has, and no forecast.
 *
 * @param parts all objectives of one SLO; `null` for none
 */
export function compositeStatus(parts: readonly CompositePart[]): SloStatus | null {
  const [first] = parts;
  if (first === undefined) return null;
  const shares = parts.map(({ definition, status }) => ({
    weight: weightOf(definition),
    definition,
    status,
  }));
  const elapsed = elapsedOf(first.status.window);
  const figures = parts.map(({ definition, status }) => ({ definition, sli: status.sli }));
  const { ratio: window, objective, budget } = compositeFigure(figures, elapsed);
  return {
    ...sharedBy(first.status),
    objective,
    ...window,
    sli: sli(window),
    ...asMeasured(shares, objective, elapsed),
    errorBudget: budget,
    coverage: Math.min(...parts.map(({ status }) => status.coverage)),
    dataSince: earliest(parts.map(({ status }) => status.dataSince)),
    ...votesOf(parts),
    excluded: excludedOf(parts),
    burnRates: burnRatesOf(shares),
    alerts: [],
    status: sloState(
      budget.remaining,
      parts.some(({ status }) => status.alerts.some(isBurning)),
    ),
    exhaustsAt: null,
    forecast: Object.fromEntries(Object.keys(first.status.forecast).map((name) => [name, null])),
    composite: shares.map(({ definition, status, weight }) => ({
      objectiveName: definition.objectiveName ?? definition.name,
      weight,
      sli: status.sli,
    })),
  };
}

/** Where time was taken out of some of them, what would be had nobody done so. */
function asMeasured(shares: readonly Share[], objective: number, elapsed: number): Pick<SloStatus, 'asMeasured'> {
  if (shares.every(({ status }) => status.asMeasured === undefined)) return {};
  const ratio = byWeight(shares, ({ status }) => (status.asMeasured ?? status).sli);
  return { asMeasured: { ...ratio, sli: sli(ratio), consumed: errorBudget(ratio, objective, elapsed).consumed } };
}

function isBurning({ state, longWindow }: AlertStatus): boolean {
  return state === 'firing' && longWindow !== null;
}

/**
 * The ratio of a composite SLO and its budget, of its objectives' SLIs by weight.
 *
 * @param elapsed as of `errorBudget`
 */
export function compositeFigure(
  parts: readonly { readonly definition: SloDefinition; readonly sli: number | null }[],
  elapsed: number,
): { readonly ratio: Ratio; readonly objective: number; readonly budget: ErrorBudget } {
  const shares = parts.map((part) => ({ ...part, weight: weightOf(part.definition) }));
  const objective = objectiveOf(shares, (share) => share.sli);
  const ratio = byWeight(shares, (share) => share.sli);
  return { ratio, objective, budget: errorBudget(ratio, objective, elapsed) };
}

function weightOf({ compositeWeight }: SloDefinition): number {
  return compositeWeight ?? 1;
}

interface Weighted {
  readonly definition: SloDefinition;
  readonly weight: number;
}

interface Share extends CompositePart, Weighted {}

function sharedBy({ name, service, displayName, budgetingMethod, window }: SloStatus) {
  return { name, service, displayName, budgetingMethod, window };
}

/** The mean objective of those that have a value; of all where none has. */
function objectiveOf<T extends Weighted>(shares: readonly T[], valueOf: (share: T) => number | null): number {
  const known = shares.filter((share) => valueOf(share) !== null);
  return meanObjective(known.length === 0 ? shares : known);
}

function meanObjective(shares: readonly Weighted[]): number {
  const total = shares.reduce((sum, { weight }) => sum + weight, 0);
  return tidy(shares.reduce((sum, { weight, definition }) => sum + weight * definition.objective, 0) / total);
}

/** The weights of what has a value, and how much of them is good. */
function byWeight<T extends Weighted>(shares: readonly T[], valueOf: (share: T) => number | null): Ratio {
  let [good, valid] = [0, 0];
  for (const share of shares) {
    const value = valueOf(share);
    if (value === null) continue;
    good += share.weight * value;
    valid += share.weight;
  }
  return { good: tidy(good), valid };
}

/** The share of events that are bad is what weighs alike in all objectives, not how fast each burns. */
function burnRatesOf(shares: readonly Share[]): SloStatus['burnRates'] {
  const windows = Object.keys(shares[0]?.status.burnRates ?? {});
  const goodShare = ({ definition, status }: Share, window: string): number | null => {
    const rate = status.burnRates[window] ?? null;
    return rate === null ? null : 1 - rate * (1 - definition.objective);
  };
  return Object.fromEntries(
    windows.map((window) => {
      const valueOf = (share: Share): number | null => goodShare(share, window);
      return [window, burnRate(byWeight(shares, valueOf), objectiveOf(shares, valueOf))];
    }),
  );
}

function votesOf(parts: readonly CompositePart[]): Pick<SloStatus, 'votes'> {
  const votes = parts.flatMap(({ status }) => status.votes ?? []);
  return votes.length === 0 ? {} : { votes: votes.reduce((sum, one) => sum + one, 0) };
}

function excludedOf(parts: readonly CompositePart[]): SloStatus['excluded'] {
  const sum = (of: (excluded: SloStatus['excluded']) => number): number =>
    parts.reduce((total, { status }) => total + of(status.excluded), 0);
  return {
    prober_error: sum(({ prober_error: ours }) => ours),
    maintenance: sum(({ maintenance }) => maintenance),
    correction: sum(({ correction }) => correction),
    ...(parts.some(({ status }) => status.votes !== undefined)
      ? { inconclusive: sum(({ inconclusive = 0 }) => inconclusive) }
      : {}),
  };
}

function earliest(times: readonly (string | null)[]): string | null {
  return times.filter((time) => time !== null).toSorted()[0] ?? null;
}

/** A calendar's window has its whole budget from the first minute. */
function elapsedOf({ from, to, until = to }: SloStatus['window']): number {
  return elapsedShare({ fromMs: Date.parse(from), toMs: Date.parse(until) }, Date.parse(to));
}
