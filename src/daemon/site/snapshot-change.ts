import type { DayBar } from '../../domain/latency.js';
import type { Snapshot, SloView } from '../../domain/snapshot.js';

/**
 * What of a snapshot is not as in the one before: most of a view stays as it is from second to second, and
 * what is handed to another thread must be copied there between two requests.
 */
export interface SnapshotChange extends Omit<Snapshot, 'slos'> {
  readonly slos: readonly ViewChange[];
}

interface ViewChange extends Pick<SloView, 'status' | 'whole' | 'latencySummary'> {
  readonly today: DayBar | null;
  /** `null`: as in the view at the same place of the snapshot before. */
  readonly definition: SloView['definition'] | null;
  readonly series: SloView['series'] | null;
  readonly pastDays: readonly DayBar[] | null;
}

/** `before`: what the other side has; `null`: nothing yet. */
export function changeOf(before: Snapshot | null, { slos, ...rest }: Snapshot): SnapshotChange {
  return { ...rest, slos: slos.map((view, i) => viewChange(before?.slos[i], view)) };
}

/** The snapshot that a change leads to. */
export function applyChange(before: Snapshot | null, { slos, ...rest }: SnapshotChange): Snapshot {
  return { ...rest, slos: slos.map((change, i) => changedView(before?.slos[i], change)) };
}

function viewChange(before: SloView | undefined, { definition, series, days, ...rest }: SloView): ViewChange {
  const pastDays = days.slice(0, -1);
  return {
    ...rest,
    today: days.at(-1) ?? null,
    definition: before?.definition === definition ? null : definition,
    series: before !== undefined && isSame(before.series, series, isSameSeries) ? null : series,
    pastDays: before !== undefined && isSame(before.days.slice(0, -1), pastDays, isSameDay) ? null : pastDays,
  };
}

function changedView(before: SloView | undefined, change: ViewChange): SloView {
  const { today, definition, series, pastDays, ...rest } = change;
  return {
    ...rest,
    definition: definition ?? known(before).definition,
    series: series ?? known(before).series,
    days: [...(pastDays ?? known(before).days.slice(0, -1)), ...(today === null ? [] : [today])],
  };
}

function known(before: SloView | undefined): SloView {
  if (before === undefined) throw new Error('a change of a view needs the view before it');
  return before;
}

function isSame<T>(a: readonly T[], b: readonly T[], isSameOne: (a: T, b: T) => boolean): boolean {
  return a.length === b.length && a.every((one, i) => isSameOne(one, b[i] as T));
}

function isSameDay(a: DayBar, b: DayBar): boolean {
  return a.date === b.date && a.good === b.good && a.valid === b.valid && a.sli === b.sli;
}

function isSameSeries(a: SloView['series'][number], b: SloView['series'][number]): boolean {
  return a.vantage === b.vantage && a.probe === b.probe && a.resolver === b.resolver && a.query === b.query;
}
