import { groupBy } from '../../domain/group-by.js';
import type { Exclusion } from '../../domain/operator-action.js';
import type { TimeWindow } from '../../domain/window.js';
import { asShown, type Ratio, sli } from '../../judge/slo/sli.js';
import type { DayWindow } from '../day-windows.js';
import { noEvents } from '../cell-events.js';
import { countedIn, sumsBy } from '../explain/breakdowns.js';
import { countsSlices } from '../slice-groups.js';
import { type Counted, sumOfUnits } from './judged-counts.js';
import type { JudgedInputs } from './judged-inputs.js';
import type { MonthDay } from './month-figures.js';
import { monthDays } from './report-month.js';

/** What counts of each day of the month so far: a slice belongs to the day in which it begins. */
export function dayFigures(
  judged: JudgedInputs,
  exclusions: readonly Exclusion[],
  counted: Counted,
  asMeasured: Counted | null,
): readonly MonthDay[] {
  const days = monthDays(judged, judged.inputs.window.timeZone);
  const [own, measured] = [byDay(judged, days, counted), asMeasured && byDay(judged, days, asMeasured)];
  return days.map((day, i) => {
    const { figure, attempts } = own[i] ?? NOTHING;
    const whole = measured?.[i]?.figure;
    return {
      date: day.date,
      ...figure,
      sli: sli(figure),
      ...(countsSlices(judged.definition) ? { attempts } : {}),
      ...(whole !== undefined && touches(exclusions, day) ? { asMeasured: { ...whole, sli: sli(whole) } } : {}),
    };
  });
}

const NOTHING = { figure: { good: 0, valid: 0 }, attempts: { good: 0, valid: 0 } };

interface DayCounts {
  readonly figure: Ratio;
  readonly attempts: Ratio;
}

function byDay(
  { definition }: JudgedInputs,
  days: readonly DayWindow[],
  { hours, units }: Counted,
): readonly DayCounts[] {
  const dayAt = (timeMs: number): number => days.findIndex(({ fromMs, toMs }) => timeMs >= fromMs && timeMs < toMs);
  const attemptSums = sumsBy(hours, ({ fromMs }) => dayAt(fromMs));
  const unitsOf = groupBy(units, ({ startMs }) => dayAt(startMs));
  return days.map((_, day) => {
    const attempts = countedIn(attemptSums.get(day) ?? noEvents());
    return { attempts, figure: countsSlices(definition) ? asShown(sumOfUnits(unitsOf.get(day) ?? [])) : attempts };
  });
}

function touches(exclusions: readonly Exclusion[], { fromMs, toMs }: TimeWindow): boolean {
  return exclusions.some((one) => one.fromMs < toMs && one.toMs > fromMs);
}
