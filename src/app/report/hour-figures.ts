import { DAY_MS, HOUR_MS, isoTime } from '../../domain/clock.js';
import { budgetShare } from '../../judge/slo/error-budget.js';
import { noEvents } from '../cell-events.js';
import { badIn, countedIn, sumsBy } from '../explain/breakdowns.js';
import type { HourCount } from '../explain/explanation.js';
import { countsSlices } from '../slice-groups.js';
import { groupBy } from '../../domain/group-by.js';
import { type Counted, hourOf, sumOfUnits } from './judged-counts.js';
import type { JudgedInputs } from './judged-inputs.js';

/** What each hour with attempts (or with a slice that has some) comes to, in order of time; a day where hours were no longer kept. */
export function hourFigures(judged: JudgedInputs, { hours, units, figure }: Counted): readonly HourCount[] {
  const events = sumsBy(hours, ({ fromMs, isDay }) => (isDay ? fromMs : hourOf(fromMs)));
  const wholeDays = new Set(hours.filter(({ isDay }) => isDay).map(({ fromMs }) => fromMs));
  const unitsOf = groupBy(units, ({ startMs }) => hourOf(startMs));
  const startsMs = [...new Set([...events.keys(), ...unitsOf.keys()])].sort((a, b) => a - b);
  return startsMs.map((startMs) => {
    const own = events.get(startMs) ?? noEvents();
    const attempts = countedIn(own);
    const counted = countsSlices(judged.definition) ? sumOfUnits(unitsOf.get(startMs) ?? []) : attempts;
    const budget = budgetShare(counted, figure, judged.definition.objective, judged.elapsed);
    const widthMs = wholeDays.has(startMs) ? DAY_MS : HOUR_MS;
    return { ...clipped(judged, startMs, widthMs), ...counted, attempts, budget, bad: badIn(own) };
  });
}

function clipped({ fromMs, toMs }: JudgedInputs, startMs: number, widthMs: number) {
  return { from: isoTime(Math.max(fromMs, startMs)), to: isoTime(Math.min(toMs, startMs + widthMs)) };
}
