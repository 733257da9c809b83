import { isSelectedByNameOnly, type Series } from './series.js';

/** Which attempts of which series count, and as what. */
export interface Selector {
  /** Globs with `*`; `null` selects everything (but stubs and controls, which are selected by name only). */
  readonly probe: readonly string[] | null;
  readonly resolver: readonly string[] | null;
  readonly query: readonly string[] | null;
  readonly vantage: readonly string[] | null;
}

export type Events = 'valid' | 'answered' | 'replied' | 'within';

/** One side of an SLI: how many of the selected series' attempts are such events. */
export interface EventSource {
  readonly selector: Selector;
  readonly events: Events;
  /** With `within`: answered and no slower than this; else `null`. */
  readonly thresholdUs: number | null;
}

/** A ratio of events. Exactly one of `good` and `bad` is set; both are counted against `total`. */
export interface Indicator {
  readonly good: EventSource | null;
  readonly bad: EventSource | null;
  readonly total: EventSource;
}

export type BudgetingMethod = 'Occurrences';

export interface SloDefinition {
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly service: string;
  readonly serviceDisplayName: string;
  readonly indicator: Indicator;
  /** In [0, 1). */
  readonly objective: number;
  readonly budgetingMethod: BudgetingMethod;
  /** The rolling window the objective is judged over, a whole number of minutes. */
  readonly periodMs: number;
  /** The window as the document writes it: `28d`, `4w`. */
  readonly periodText: string;
  readonly visibility: 'public' | 'internal';
  /** Not-good attempts that the long window must hold before an alert fires; 0 turns the rule off. */
  readonly minFailures: number;
}

/** Whether a selector picks this series. */
export function selects(selector: Selector, series: Series): boolean {
  return (
    matches(selector.probe, series.probe) &&
    matchesResolver(selector.resolver, series.resolver) &&
    matches(selector.query, series.query) &&
    matches(selector.vantage, series.vantage)
  );
}

/** Whether a text matches a glob in which `*` stands for any run of characters. */
export function globMatches(glob: string, text: string): boolean {
  const parts = glob.split('*');
  const first = parts[0] ?? '';
  if (parts.length === 1) return glob === text;
  const last = parts.at(-1) ?? '';
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  const end = text.length - last.length;
  let position = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, position);
    if (found < 0 || found + part.length > end) return false;
    position = found + part.length;
  }
  return true;
}

function matches(globs: readonly string[] | null, name: string): boolean {
  return globs === null || globs.some((glob) => globMatches(glob, name));
}

function matchesResolver(globs: readonly string[] | null, name: string): boolean {
  return isSelectedByNameOnly(name) ? (globs?.includes(name) ?? false) : matches(globs, name);
}
