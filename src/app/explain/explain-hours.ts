import { DAY_MS, floorTo, HOUR_MS, isoTime } from '../../domain/clock.js';
import type { HistoryReader } from '../../domain/history-reader.js';
import type { SloDefinition } from '../../domain/slo-definition.js';
import type { TimeWindow } from '../../domain/window.js';
import type { Ratio } from '../../judge/slo/sli.js';
import { budgetShare, elapsedShare } from '../../judge/slo/error-budget.js';
import { noEvents } from '../cell-events.js';
import { budgetWindow, type KeptWindow } from '../kept-window.js';
import { readSums } from '../read-sums.js';
import type { SloIndex } from '../slo-index.js';
import { type WantedSums, WindowSums } from '../window-sums.js';
import { badIn, countedIn, sumsBy } from './breakdowns.js';
import type { HourCount } from './explanation.js';
import type { SeriesHour } from './read-hours.js';

interface Given {
  readonly history: HistoryReader;
  readonly index: SloIndex;
  readonly definition: SloDefinition;
  readonly window: TimeWindow;
  /** What counts in the whole window. */
  readonly figure: Ratio;
}

/** What each hour with attempts (or with a slice that has some) comes to, in order of time. */
export async function explainHours(given: Given, hours: readonly SeriesHour[]): Promise<readonly HourCount[]> {
  const { window, index, definition } = given;
  const events = sumsBy(hours, ({ fromMs }) => fromMs);
  const days = new Set(hours.filter(({ isDay }) => isDay).map(({ fromMs }) => fromMs));
  const startsMs = withSliceStarts([...events.keys()], days, definition.slices?.widthMs ?? 0);
  const stretches = startsMs.map((fromMs) => clip(window, fromMs, days.has(fromMs) ? DAY_MS : HOUR_MS));
  const elapsed = elapsedShare(budgetWindow(definition).wholeAt(window.toMs), window.toMs);
  const units = index.countsSlices(0) ? await readUnits(given, stretches) : null;
  return stretches.map(({ fromMs, toMs }, i) => {
    const own = events.get(startsMs[i] ?? NaN) ?? noEvents();
    const attempts = countedIn(own);
    const counted = units?.[i] ?? attempts;
    const budget = budgetShare(counted, given.figure, definition.objective, elapsed);
    return { from: isoTime(fromMs), to: isoTime(toMs), ...counted, attempts, budget, bad: badIn(own) };
  });
}

/** A slice may begin in an hour that has no attempts itself. */
function withSliceStarts(startsMs: readonly number[], days: ReadonlySet<number>, widthMs: number): readonly number[] {
  if (widthMs === 0) return startsMs;
  const begun = startsMs.map((startMs) => floorTo(floorTo(startMs, widthMs), HOUR_MS));
  const known = begun.filter((startMs) => !days.has(floorTo(startMs, DAY_MS)));
  return [...new Set([...startsMs, ...known])].sort((a, b) => a - b);
}

/** The hours that cost the most, the worst first, the earlier of equals before. */
export function worstHours(hours: readonly HourCount[], many: number): readonly HourCount[] {
  return hours
    .filter(({ good, valid, attempts }) => good < valid || attempts.good < attempts.valid)
    .toSorted((a, b) => lossOf(b) - lossOf(a) || lossOf(b.attempts) - lossOf(a.attempts))
    .slice(0, many);
}

function lossOf({ good, valid }: Ratio): number {
  return valid - good;
}

function clip({ fromMs, toMs }: TimeWindow, startMs: number, widthMs: number): TimeWindow {
  return { fromMs: Math.max(fromMs, startMs), toMs: Math.min(toMs, startMs + widthMs) };
}

async function readUnits(given: Given, stretches: readonly TimeWindow[]): Promise<readonly Ratio[]> {
  const { history, index, definition, window } = given;
  const kept = budgetWindow(definition);
  const wanted = stretches.map((stretch, i) => wantedUnits(index, kept, window, { stretch, isFirst: i === 0 }));
  await readSums(history, index, wanted, { endMs: window.toMs });
  return wanted.map(({ sums }) => sums.ratio(0));
}

/** A slice belongs to the hour in which it begins; one that is as wide as the window may begin before it. */
function wantedUnits(
  index: SloIndex,
  kept: KeptWindow,
  window: TimeWindow,
  { stretch, isFirst }: { readonly stretch: TimeWindow; readonly isFirst: boolean },
): WantedSums {
  const sliceFromMs = (widthMs: number): number => (isFirst ? kept.startAt(window.toMs, widthMs) : stretch.fromMs);
  return { window: stretch, sliceFromMs, sums: new WindowSums(index) };
}
