import type { Problem } from '../domain/problem.js';
import type { EventSource, Indicator } from '../domain/slo-definition.js';
import { checkDocument } from './document/check-document.js';
import { partOf, problemAt, type SourceDocument } from './document/source-document.js';
import { eventSourceSchema, sameSelector, toEventSource } from './event-source.js';
import type { Metric, SliSpec } from './indicator-schema.js';
import { documentsOfKind, type OpensloDocument, type OpensloDocumentOf } from './openslo-document.js';

export interface ReadIndicator {
  readonly indicator: Indicator | null;
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

/** The indicator of an SLO, its own or the SLI it refers to. */
export function readIndicator(slo: OpensloDocumentOf<'SLO'>, documents: readonly OpensloDocument[]): ReadIndicator {
  const { spec } = slo.object;
  if (spec.indicator !== undefined)
    return readSpec(spec.indicator.spec, partOf(slo.source, '/spec/indicator/spec'), documents);
  const sli = documentsOfKind(documents, 'SLI').find((candidate) => candidate.name === spec.indicatorRef);
  return sli === undefined ? NOTHING : readSpec(sli.object.spec, partOf(sli.source, '/spec'), documents);
}

const NOTHING: ReadIndicator = { indicator: null, eventSources: [], problems: [], selectorsDiffer: null };

function readSpec(spec: SliSpec, source: SourceDocument, documents: readonly OpensloDocument[]): ReadIndicator {
  const { ratioMetric: ratio, thresholdMetric } = spec;
  if (thresholdMetric !== undefined) return refuse(source, '/thresholdMetric', 'thresholdMetric');
  if (ratio === undefined) return NOTHING;
  if (ratio.raw !== undefined) return refuse(source, '/ratioMetric/raw', 'a raw ratio');
  const side = ratio.good === undefined ? 'bad' : 'good';
  const part = readMetric(ratio[side], partOf(source, `/ratioMetric/${side}/metricSource`), documents);
  const total = readMetric(ratio.total, partOf(source, '/ratioMetric/total/metricSource'), documents);
  const found = { eventSources: [...part.specs, ...total.specs], problems: [...part.problems, ...total.problems] };
  if (part.source === null || total.source === null) return { ...NOTHING, ...found };
  const place = partOf(source, `/ratioMetric/${side}/metricSource/spec`);
  const faults = eventFaults(part.source, total.source, place, side);
  const good = side === 'good' ? part.source : null;
  const bad = side === 'bad' ? part.source : null;
  return {
    ...found,
    problems: [...found.problems, ...faults],
    indicator: { good, bad, total: total.source },
    selectorsDiffer: sameSelector(part.source.selector, total.source.selector) ? null : differ(place, side),
  };
}

function refuse(source: SourceDocument, pointer: string, what: string): ReadIndicator {
  const message = `${what} is not supported yet`;
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
  const dataSources = documentsOfKind(documents, 'DataSource');
  const referred = dataSources.find((candidate) => candidate.name === metricSource.metricSourceRef);
  return metricSource.type ?? referred?.object.spec.type;
}

function typeProblems(type: string | undefined, { metricSource }: Metric, source: SourceDocument): readonly Problem[] {
  if (type !== undefined) {
    const pointer = metricSource.type === undefined ? '/metricSourceRef' : '/type';
    return [
      problemAt(source, pointer, `metric source type "${type}" (other than ${SOURCE_TYPE}) is not supported yet`),
    ];
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
