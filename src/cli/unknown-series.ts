import type { Series } from '../domain/series.js';
import { didYouMean } from '../openslo/document/nearest.js';

const DIMENSIONS = ['vantage', 'probe', 'resolver', 'query'] as const;

/** The names by which series are chosen; `null` chooses all. */
type ChosenNames = Readonly<Record<(typeof DIMENSIONS)[number], string | null>>;

/** Why no series can be meant by these names; `null` if one is. */
export function unknownSeries(chosen: ChosenNames, series: readonly Series[]): string | null {
  const named = DIMENSIONS.filter((dimension) => chosen[dimension] !== null);
  const unknown = named.filter((dimension) => !series.some((one) => one[dimension] === chosen[dimension]));
  if (unknown.length > 0) return unknown.map((dimension) => unknownName(dimension, chosen, series)).join('; ');
  if (named.length === 0 || series.some((one) => named.every((dimension) => one[dimension] === chosen[dimension]))) {
    return null;
  }
  return `no series has ${named.map((dimension) => `${dimension} "${chosen[dimension] ?? ''}"`).join(' and ')}`;
}

function unknownName(dimension: keyof ChosenNames, chosen: ChosenNames, series: readonly Series[]): string {
  const name = chosen[dimension] ?? '';
  const known = [...new Set(series.map((one) => one[dimension]))];
  const message = `no ${dimension} is named "${name}", neither in the configuration nor in the store`;
  return `${message}${didYouMean(name, known)}`;
}
