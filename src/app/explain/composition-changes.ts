import { isoTime } from '../../domain/clock.js';
import type { ComposedSeries, CompositionChange, SloComposition } from '../../domain/slo-composition.js';
import { seriesKey } from '../../domain/series.js';
import type { TimeWindow } from '../../domain/window.js';

/**
 * How what an SLO's figures are made of changed within a window: since then they are of other series, or
 * of another definition.
 *
 * @param compositions the oldest first
 */
export function compositionChanges(
  compositions: readonly SloComposition[],
  { fromMs, toMs }: TimeWindow,
): readonly CompositionChange[] {
  return compositions.flatMap((after, i) => {
    const before = compositions[i - 1];
    if (before === undefined || after.sinceMs < fromMs || after.sinceMs >= toMs) return [];
    return [changeBetween(before, after)];
  });
}

function changeBetween(before: SloComposition, after: SloComposition): CompositionChange {
  const [then, now] = [before.content, after.content];
  return {
    since: isoTime(after.sinceMs),
    joined: measured(now.series, then.series),
    left: measured(then.series, now.series),
    imported: imported(now.series, then.series),
    definition: changedKeys(then.definition, now.definition),
  };
}

/** Those that are measured only here. Series of which only the past is counted are not measured any more: they have left. */
function measured(all: readonly ComposedSeries[], others: readonly ComposedSeries[]): readonly string[] {
  const known = new Set(others.filter(({ isMeasured }) => isMeasured).map(seriesKey));
  return all.filter((series) => series.isMeasured && !known.has(seriesKey(series))).map(nameOf);
}

function imported(now: readonly ComposedSeries[], then: readonly ComposedSeries[]): readonly string[] {
  const known = new Set(then.map(seriesKey));
  return now.filter((series) => !series.isMeasured && !known.has(seriesKey(series))).map(nameOf);
}

function nameOf({ vantage, probe, resolver, query }: ComposedSeries): string {
  return [vantage, probe, resolver, query].join('/');
}

/** What of two definitions is not the same. */
export function changedKeys(then: object, now: object): CompositionChange['definition'] {
  const [before, after] = [
    new Map<string, unknown>(Object.entries(then)),
    new Map<string, unknown>(Object.entries(now)),
  ];
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  return keys
    .map((key) => ({ key, before: before.get(key) ?? null, after: after.get(key) ?? null }))
    .filter((one) => JSON.stringify(one.before) !== JSON.stringify(one.after));
}
