import type { Problem } from '../domain/problem.js';
import { isSelectedByNameOnly, type Series } from '../domain/series.js';
import { globMatches, type Selector, selects } from '../domain/slo-definition.js';
import { pointerTo } from '../openslo/document/json-pointer.js';
import { didYouMean } from '../openslo/document/nearest.js';
import { isMap } from '../openslo/document/schema-node.js';
import { problemAt, type SourceDocument } from '../openslo/document/source-document.js';
import { SELECTOR_KEYS } from '../openslo/event-source.js';
import type { PlacedSlo } from '../openslo/placed-slo.js';
import type { KnownNames } from './known-names.js';

/**
 * Selectors of an SLO that name what is neither configured nor stored (errors) and globs that match nothing
 * (warnings). An SLO whose selectors differ is at fault too, unless a wrong name explains that.
 *
 * @param names `null` where not all of them are known: then none is called unknown
 */
export function checkSelectors(
  { eventSources, selectorsDiffer }: PlacedSlo,
  names: KnownNames | null,
  series: readonly Series[],
): readonly Problem[] {
  const problems = names === null ? [] : eventSources.flatMap((source) => checkSource(source, names, series));
  const isExplained = problems.some(({ severity }) => severity === 'error');
  return selectorsDiffer === null || isExplained ? problems : [...problems, selectorsDiffer];
}

function checkSource(source: SourceDocument, names: KnownNames, series: readonly Series[]): readonly Problem[] {
  const unknown = entriesOf(source).flatMap((entry) => unknownEntry(entry, names, source));
  return unknown.length > 0 ? unknown : emptySelection(source, names, series);
}

type Dimension = (typeof SELECTOR_KEYS)[number];

/** One name or glob of a selector. */
interface Entry {
  readonly dimension: Dimension;
  readonly text: string;
  readonly pointer: string;
}

function entriesOf(source: SourceDocument): readonly Entry[] {
  const spec = isMap(source.value) ? source.value : {};
  return SELECTOR_KEYS.flatMap((dimension) => {
    const found = spec[dimension];
    if (typeof found === 'string') return [{ dimension, text: found, pointer: pointerTo('', dimension) }];
    if (!Array.isArray(found)) return [];
    return found.flatMap((item, index) =>
      typeof item === 'string' ? [{ dimension, text: item, pointer: pointerTo('', dimension, index) }] : [],
    );
  });
}

function unknownEntry(
  { dimension, text, pointer }: Entry,
  names: KnownNames,
  source: SourceDocument,
): readonly Problem[] {
  const known = [...names[dimension]];
  if (text === '*' || known.includes(text)) return [];
  if (text.includes('*')) {
    const isMeant = (name: string): boolean => dimension !== 'resolver' || !isSelectedByNameOnly(name);
    if (known.some((name) => globMatches(text, name) && isMeant(name))) return [];
    return [problemAt(source, pointer, `no ${dimension} matches "${text}"`, { severity: 'warning' })];
  }
  const message = `no ${dimension} is named "${text}", neither in the configuration nor in the store`;
  return [problemAt(source, pointer, `${message}${didYouMean(text, known)}`)];
}

/** Every entry is known by itself; each must also select something together with the other keys. */
function emptySelection(source: SourceDocument, names: KnownNames, series: readonly Series[]): readonly Problem[] {
  const entries = entriesOf(source);
  const empty = entries.filter((entry) => !series.some((one) => selects(selectorFor(entry, entries), one)));
  return empty.flatMap((entry) => {
    // A resolver that is only mentioned in a faulty part has no series, and its own error.
    if (!entry.text.includes('*') && !series.some((one) => one[entry.dimension] === entry.text)) return [];
    const what = `no series of ${entry.dimension} "${entry.text}" is selected by the other keys`;
    const isNamed = entries.every(({ text }) => !text.includes('*'));
    return names[entry.dimension].size === 0
      ? []
      : [problemAt(source, entry.pointer, what, { severity: isNamed ? 'error' : 'warning' })];
  });
}

function selectorFor(chosen: Entry, entries: readonly Entry[]): Selector {
  const of = (dimension: Dimension): readonly string[] | null => {
    if (dimension === chosen.dimension) return [chosen.text];
    const texts = entries.filter((entry) => entry.dimension === dimension).map((entry) => entry.text);
    return texts.length === 0 ? null : texts;
  };
  return { probe: of('probe'), resolver: of('resolver'), query: of('query'), vantage: of('vantage') };
}
