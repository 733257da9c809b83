import type { Problem } from '../domain/problem.js';
import type { EventSource, Indicator } from '../domain/slo-definition.js';
import { checkDocument } from './document/check-document.js';
import { partOf, problemAt, type SourceDocument } from './document/source-document.js';
import { eventSourceSchema, sameSelector, toEventSource } from './event-source.js';
import type { Metric, SliSpec } from './indicator-schema.js';
import { documentNamed, type OpensloDocument } from './openslo-document.js';
import type { IndicatorHolder } from './slo-schema.js';

export interface ReadIndicator {
  readonly indicator: Indicator | null;
  /** As its metadata names it. */
  readonly name: string | null;
  readonly eventSources: readonly SourceDocument[];
  readonly problems: readonly Problem[];
  readonly selectorsDiffer: Problem | null;
}

/** The metric source type that this daemon judges. */
const SOURCE_TYPE = 'resolver-slo';

/** Pairs of `good` (or `bad`) and `total` that make a ratio of attempts. */
const RATIOS: readonly (readonly [EventSource['events'], EventSource['events']])[] = [
  ['answered', 'valid'],
  ['within', 'valid'],
  ['answered', 'replied'],
];

/** The indicator of an SLO or of one of its objectives: its own, or the SLI that it refers to. */
export function readIndicator(
  holder: IndicatorHolder,
  place: SourceDocument,
  documents: readonly OpensloDocument[],
): ReadIndicator {
  const { indicator: own, indicatorRef } = holder;
  if (own !== undefined)
    return { ...readSpec(own.spec, partOf(place, '/indicator/spec'), documents), name: own.metadata.name };
  const sli = documentNamed(documents, 'SLI', indicatorRef);
  if (sli === undefined) return NOTHING;
  return { ...readSpec(sli.object.spec, partOf(sli.source, '/spec'), documents), name: sli.name };
}

const NOTHING: ReadIndicator = {
  indicator: null,
  name: null,
  eventSources: [],
  problems: [],
  selectorsDiffer: null,
};

function readSpec(spec: SliSpec, source: SourceDocument, documents: readonly OpensloDocument[]): ReadIndicator {
  const { ratioMetric: ratio, thresholdMetric } = spec;
  if (thresholdMetric !== undefined) return refuse(thresholdMetric, source, '/thresholdMetric', documents);
  if (ratio === undefined) return NOTHING;
  if (ratio.raw !== undefined) return refuse(ratio.raw, source, '/ratioMetric/raw', documents);
  const side = ratio.good === undefined ? 'bad' : 'good';
  const part = readMetric(ratio[side], partOf(source, `/ratioMetric/${side}/metricSource`), documents);
  const total = readMetric(ratio.total, partOf(source, '/ratioMetric/total/metricSource'), documents);
  const found = { eventSources: [...part.specs, ...total.specs], problems: [...part.problems, ...total.problems] };
  if (part.source === null || total.source === null) return { ...NOTHING, ...found };
  const place = partOf(source, `/ratioMetric/${side}/metricSource/spec`);
  // Of what is at fault itself, defaults stand in its place.
  const faults = found.problems.length > 0 ? [] : eventFaults(part.source, total.source, place, side);
  const good = side === 'good' ? part.source : null;
  const bad = side === 'bad' ? part.source : null;
  return {
    ...found,
    name: null,
    problems: [...found.problems, ...faults],
    indicator: { good, bad, total: total.source },
    selectorsDiffer: sameSelector(part.source.selector, total.source.selector) ? null : differ(place, side),
  };
}

/** Attempts are counted: a figure that is a ratio or a latency already cannot be. */
function refuse(
  metric: Metric,
  source: SourceDocument,
  pointer: string,
  documents: readonly OpensloDocument[],
): ReadIndicator {
  const place = partOf(source, `${pointer}/metricSource`);
  const type = sourceType(metric, documents);
  if (type !== SOURCE_TYPE) return { ...NOTHING, problems: typeProblems(type, metric, place) };
  const key = pointer.slice(pointer.lastIndexOf('/') + 1);
  const message = `"${key}" is for figures that are made elsewhere: attempts are counted, so take ratioMetric with good and total (of a latency: good with events: within and a threshold)`;
  return { ...NOTHING, problems: [problemAt(source, pointer, message, { on: 'key' })] };
}

interface ReadMetric {
  readonly source: EventSource | null;
  readonly specs: readonly SourceDocument[];
  readonly problems: readonly Problem[];
}

function readMetric(
  metric: Metric | undefined,
  source: SourceDocument,
  documents: readonly OpensloDocument[],
): ReadMetric {
  if (metric === undefined) return { source: null, specs: [], problems: [] };
  const type = sourceType(metric, documents);
  if (type !== SOURCE_TYPE) return { source: null, specs: [], problems: typeProblems(type, metric, source) };
  const spec = partOf(source, '/spec');
  const { value, problems } = checkDocument(eventSourceSchema, spec);
  return { source: value === null ? null : toEventSource(value), specs: value === null ? [] : [spec], problems };
}

/** The type of a metric's source, its own or that of the DataSource it names. */
function sourceType({ metricSource }: Metric, documents: readonly OpensloDocument[]): string | undefined {
  const referred = documentNamed(documents, 'DataSource', metricSource.metricSourceRef);
  return metricSource.type ?? referred?.object.spec.type;
}

function typeProblems(type: string | undefined, { metricSource }: Metric, source: SourceDocument): readonly Problem[] {
  if (type !== undefined) {
    const pointer = metricSource.type === undefined ? '/metricSourceRef' : '/type';
    const message = `metric source type "${type}" is not measured here: an SLO needs type ${SOURCE_TYPE} (check --openslo accepts any)`;
    return [problemAt(source, pointer, message)];
  }
  // A reference to nothing is reported where references are checked.
  return metricSource.metricSourceRef === undefined
    ? [problemAt(source, '', `key "type" is missing: ${SOURCE_TYPE}`)]
    : [];
}

function eventFaults(part: EventSource, total: EventSource, place: SourceDocument, side: string): readonly Problem[] {
  if (RATIOS.some(([events, of]) => events === part.events && of === total.events)) return [];
  const ratios = RATIOS.map(([events, of]) => `${events} of ${of}`).join(', ');
  const message = `${side} and total must be ${ratios}; found ${part.events} of ${total.events}`;
  return [problemAt(place, '/events', message)];
}

function differ(place: SourceDocument, side: string): Problem {
  return problemAt(place, '', `${side} and total must select the same probes, resolvers, queries and vantages`);
}
