import type { Problem } from '../domain/problem.js';
import type { Series } from '../domain/series.js';
import { checkPreset } from './check-preset.js';
import { checkSelectors } from './check-selectors.js';
import type { Draft } from './draft.js';
import { type KnownNames, withStored } from './known-names.js';
import { seriesOf } from './series-of.js';

/**
 * What SLOs ask of series and do not find among the configured and stored ones.
 *
 * @param configured `null` where not all of it is known: then no name is called unknown
 */
export function checkSeries(
  draft: Draft,
  configured: KnownNames | null,
  stored: readonly Series[],
): readonly Problem[] {
  const series = [...draft.config.probes.flatMap((probe) => seriesOf(draft.config.vantage, probe)), ...stored];
  const names = configured === null ? null : withStored(configured, stored);
  return draft.slos.flatMap((slo) => {
    const problems = checkSelectors(slo, names, series);
    // Of what is not known, or selected by a wrong name, nothing more can be said.
    if (names === null || problems.some(({ severity }) => severity === 'error')) return problems;
    return [...problems, ...checkPreset(slo, series, draft)];
  });
}
