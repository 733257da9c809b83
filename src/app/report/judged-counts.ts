import { floorTo, HOUR_MS, MINUTE_MS } from '../../domain/clock.js';
import type { Exclusion } from '../../domain/operator-action.js';
import { type ErrorBudget, errorBudget } from '../../judge/slo/error-budget.js';
import type { Ratio } from '../../judge/slo/sli.js';
import type { Votes } from '../../judge/slo/votes.js';
import { weigh } from '../../judge/slo/weigh.js';
import { noEvents, type OutcomeEvents } from '../cell-events.js';
import { exclusionAt } from '../exclusion-at.js';
import { countedIn, sumsBy } from '../explain/breakdowns.js';
import type { SeriesHour } from '../explain/read-hours.js';
import { SeriesSums } from '../series-sums.js';
import { countsSlices, unitsOfSlice, unitWidthMs } from '../slice-groups.js';
import { addUnits, newUnitSums, unitsOf } from '../unit-sums.js';
import type { JudgedInputs } from './judged-inputs.js';

/** What counts with some time taken out. */
export interface Counted {
  readonly hours: readonly SeriesHour[];
  /** Slices, where they count; else none. */
  readonly units: readonly CountedUnit[];
  readonly attempts: Ratio;
  /** Where vantages vote, how they did; else `null`. */
  readonly votes: Votes | null;
  /** In the unit of the budget. */
  readonly figure: Ratio;
}

export function countedBy(judged: JudgedInputs, exclusions: readonly Exclusion[]): Counted {
  const hours = countedHours(judged, exclusions);
  const units = countedUnits(judged, exclusions);
  const attempts = countedIn(sumsBy(hours, () => null).get(null) ?? noEvents());
  const votes = countedVotes(judged, exclusions);
  return { hours, units, attempts, votes, figure: countsSlices(judged.definition) ? sumOfUnits(units) : attempts };
}

export function budgetOf({ definition, elapsed }: JudgedInputs, figure: Ratio): ErrorBudget {
  return errorBudget(figure, definition.objective, elapsed);
}

/** Attempts by step and series: those of time taken out are only seen. */
function countedHours({ inputs, fromMs }: JudgedInputs, exclusions: readonly Exclusion[]): readonly SeriesHour[] {
  const days = new Set(inputs.attempts.days);
  const hours = new Map<string, SeriesHour>();
  for (const [minute, slot, outcome, seen, valid, good] of inputs.attempts.rows) {
    const stepMs = fromMs + minute * MINUTE_MS;
    const key = `${String(minute)} ${String(slot)}`;
    const hour = hours.get(key) ?? { slot, fromMs: stepMs, isDay: days.has(minute), events: noEvents() };
    hours.set(key, hour);
    const isOut = exclusionAt(exclusions, stepMs) !== null;
    count(hour.events, outcome, [seen, isOut ? 0 : valid, isOut ? 0 : good]);
  }
  return [...hours.values()];
}

function count({ seen, valid, good }: OutcomeEvents, outcome: number, counts: readonly [number, number, number]): void {
  [seen[outcome], valid[outcome], good[outcome]] = counts;
}

/** What one slice (or what is weighed at once, where there are none) counts for. */
export interface CountedUnit extends Ratio {
  readonly startMs: number;
}

/** What counts where attempts do not, by slice; empty where they do. */
function countedUnits(judged: JudgedInputs, exclusions: readonly Exclusion[]): readonly CountedUnit[] {
  const { inputs, definition, fromMs } = judged;
  if (!countsSlices(definition)) return [];
  const widthMs = unitWidthMs(definition);
  const slices = new Map<number, ReturnType<typeof newUnitSums>>();
  for (const [minute, good, valid] of inputs.units?.rows ?? []) {
    const stepMs = fromMs + minute * MINUTE_MS;
    if (exclusionAt(exclusions, stepMs) !== null) continue;
    const startMs = floorTo(stepMs, widthMs);
    const sums = slices.get(startMs) ?? newUnitSums(1);
    slices.set(startMs, sums);
    addUnits(sums, 0, { good, valid });
  }
  const whole = [...slices].map(([startMs, sums]) => [startMs, unitsOf(sums, 0)] as const);
  return [...whole, ...weighedTogether(judged, exclusions)].flatMap(([startMs, slice]) => {
    const units = unitsOfSlice(definition, slice);
    return units === null ? [] : [{ startMs, ...units }];
  });
}

function countedVotes({ inputs, definition, fromMs }: JudgedInputs, exclusions: readonly Exclusion[]): Votes | null {
  if (definition.weighing.kind !== 'quorum') return null;
  let [all, inconclusive] = [0, 0];
  for (const [minute, , valid, without = 0] of inputs.units?.rows ?? []) {
    if (exclusionAt(exclusions, fromMs + minute * MINUTE_MS) !== null) continue;
    all += valid + without;
    inconclusive += without;
  }
  return { all, inconclusive };
}

/** What is left of what is weighed at once, where something taken out cuts it. */
function weighedTogether({ inputs, definition, fromMs }: JudgedInputs, exclusions: readonly Exclusion[]) {
  const widthMs = unitWidthMs(definition);
  const intervals = new Map<number, SeriesSums>();
  for (const [minute, place, good, valid] of inputs.unweighed?.rows ?? []) {
    const stepMs = fromMs + minute * MINUTE_MS;
    const series = inputs.series[place];
    if (series === undefined || exclusionAt(exclusions, stepMs) !== null) continue;
    const startMs = floorTo(stepMs, widthMs);
    const sums = intervals.get(startMs) ?? new SeriesSums();
    intervals.set(startMs, sums);
    sums.add(0, new Map([[place, { series, good, valid }]]));
  }
  return [...intervals].map(
    ([startMs, sums]) => [startMs, weigh(definition.weighing, [...sums.of(0).values()])] as const,
  );
}

/** Their sum, to 2^−52 whatever their order. */
export function sumOfUnits(units: readonly Ratio[]): Ratio {
  const sums = newUnitSums(1);
  for (const unit of units) addUnits(sums, 0, unit);
  return unitsOf(sums, 0);
}

/** The hour (of UTC) that an instant lies in. */
export function hourOf(timeMs: number): number {
  return floorTo(timeMs, HOUR_MS);
}
