/** What one time series is about: who measures, by which probe, which resolver, with which query. */
export interface Series {
  readonly vantage: string;
  readonly probe: string;
  readonly resolver: string;
  readonly query: string;
}

/** One string per series, usable as a map key: no name may hold the separator (U+001F). */
export function seriesKey(series: Series): string {
  return [series.vantage, series.probe, series.resolver, series.query].join('\u001f');
}

/** The name of the reserved pseudo-resolver: what a client with this resolver list would have seen. */
export const STUB_RESOLVER = 'stub';

/** The name of the reserved pseudo-resolver of `control:` queries: authoritative servers of the queries' zones. */
export const CONTROL_RESOLVER = 'control';

/** Whether no list of resolvers, no glob and no absent selector means this one: it is selected by its name only. */
export function isSelectedByNameOnly(resolver: string): boolean {
  return resolver === CONTROL_RESOLVER || resolver === STUB_RESOLVER || resolver.startsWith(`${STUB_RESOLVER}-`);
}

/** Names of vantages, probes, resolvers and queries: 1 to 63 letters, digits, `.`, `_`, `-`, starting with a letter or digit. */
export const NAME_PATTERN = '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$';
