import { groupBy } from '../../domain/group-by.js';
import { seriesKey } from '../../domain/series.js';
import type { SloView } from '../../domain/snapshot.js';

/** Objectives of the same queries: what was measured for them is shown once. */
export interface MeasuredGroup {
  /** Their places in the list of objectives; never empty. */
  readonly places: readonly number[];
  readonly views: readonly SloView[];
}

export function measuredGroups(views: readonly SloView[]): readonly MeasuredGroup[] {
  const placed = views.map((view, place) => ({ view, place }));
  const groups = groupBy(placed, ({ view }) => view.series.map(seriesKey).toSorted().join('\n'));
  return [...groups.values()].map((group) => ({
    places: group.map(({ place }) => place),
    views: group.map(({ view }) => view),
  }));
}
