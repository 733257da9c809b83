import type { StoredSeries } from '../domain/history-reader.js';
import { type Series, seriesKey } from '../domain/series.js';
import type { ComposedSeries, CompositionContent, SloComposition } from '../domain/slo-composition.js';
import { selects, type SloDefinition } from '../domain/slo-definition.js';
import { digestOf } from './canonical-json.js';

/**
 * What an SLO's figures are made of.
 *
 * @param measured series that are being measured
 * @param stored series that history has
 */
export function compositionOf(
  definition: SloDefinition,
  { measured, stored }: { readonly measured: readonly Series[]; readonly stored: readonly StoredSeries[] },
): Omit<SloComposition, 'sinceMs'> {
  const byKey = new Map<string, ComposedSeries>();
  const take = (series: Series, isMeasured: boolean): void => {
    if (!selects(definition.indicator.total.selector, series)) return;
    const { vantage, probe, resolver, query } = series;
    byKey.set(seriesKey(series), { vantage, probe, resolver, query, isMeasured });
  };
  for (const { series } of stored) take(series, false);
  for (const series of measured) take(series, true);
  const series = [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
  const content = { definition: decidingPart(definition), series };
  return { slo: definition.key, digest: digestOf(content), content };
}

/** What of a definition changes no figure: texts, who may see it, and what is made of the figures. */
const IDLE: ReadonlySet<string> = new Set<keyof SloDefinition>([
  'displayName',
  'description',
  'service',
  'serviceDisplayName',
  'visibility',
  'minFailures',
  'ownAlerts',
  'periodText',
  'responsibility',
]);

/** What of a definition decides figures. Without what is `null`: what later versions add, and most SLOs do without, then changes no digest. */
export function decidingPart(definition: SloDefinition): CompositionContent['definition'] {
  const entries = Object.entries(definition).filter(([key, value]) => !IDLE.has(key) && value !== null);
  return Object.fromEntries(entries);
}
