import type { Series } from '../../domain/series.js';

/** A series as the labels of a metric; a type, since an interface could have further keys. */
export type SeriesLabels = Readonly<Record<keyof Series, string>>;

/** Nothing but the labels, in their order, whatever else the value carries. */
export function seriesLabels({ vantage, probe, resolver, query }: Series): SeriesLabels {
  return { vantage, probe, resolver, query };
}
