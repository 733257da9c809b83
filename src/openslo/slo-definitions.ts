import { DAY_MS } from '../domain/clock.js';
import type { Problem } from '../domain/problem.js';
import type { SloDefinition } from '../domain/slo-definition.js';
import { readAnnotations } from './annotations.js';
import type { SourceDocument } from './document/source-document.js';
import { checkSupported } from './not-supported.js';
import { documentsOfKind, type OpensloDocument, type OpensloDocumentOf } from './openslo-document.js';
import { parseOpensloDuration } from './openslo-duration.js';
import { readIndicator } from './read-indicator.js';

/** An SLO the daemon can judge, and where its parts stand. */
export interface PlacedSlo {
  readonly definition: SloDefinition;
  readonly source: SourceDocument;
  /** Pointers in `source`. */
  readonly pointers: {
    readonly name: string;
    readonly target: string;
    readonly period: string;
    readonly minFailures: string;
  };
  /** The metric sources' specs, each a part of the document it stands in. */
  readonly eventSources: readonly SourceDocument[];
  /** Good (or bad) and total do not select the same: an error, unless a name in one of them is wrong. */
  readonly selectorsDiffer: Problem | null;
}

export interface SloDefinitions {
  readonly slos: readonly PlacedSlo[];
  readonly problems: readonly Problem[];
}

/** The SLOs of a set of documents whose metric sources are of type `resolver-slo`; any other is a problem. */
export function sloDefinitions(documents: readonly OpensloDocument[]): SloDefinitions {
  const read = documentsOfKind(documents, 'SLO').map((slo) => readSlo(slo, documents));
  return { slos: read.flatMap(({ slo }) => slo ?? []), problems: read.flatMap(({ problems }) => problems) };
}

function readSlo(
  document: OpensloDocumentOf<'SLO'>,
  documents: readonly OpensloDocument[],
): { readonly slo: PlacedSlo | null; readonly problems: readonly Problem[] } {
  const { visibility, minFailures, problems: annotationProblems } = readAnnotations(document);
  const read = readIndicator(document, documents);
  const { indicator, eventSources, selectorsDiffer } = read;
  const problems = [...checkSupported(document), ...annotationProblems, ...read.problems];
  const { metadata, spec } = document.object;
  const [objective] = spec.objectives;
  const periodText = spec.timeWindow[0]?.duration ?? '';
  const periodMs = parseOpensloDuration(periodText);
  const target = objective?.target ?? fraction(objective?.targetPercent);
  if (indicator === null || periodMs === null || target === null) return { slo: null, problems };
  const definition: SloDefinition = {
    name: document.name,
    key: document.name,
    objectiveName: null,
    displayName: metadata.displayName ?? document.name,
    description: spec.description ?? '',
    service: spec.service,
    serviceDisplayName: serviceDisplayName(spec.service, documents),
    indicator,
    objective: target,
    budgetingMethod: 'Occurrences',
    slices: null,
    weighing: { kind: 'attempts' },
    compositeWeight: null,
    periodMs,
    periodText,
    calendar: null,
    visibility,
    minFailures,
    ownAlerts: null,
    maintenance: 'count',
    maintenanceNoticeMs: DAY_MS,
  };
  const targetKey = objective?.target === undefined ? 'targetPercent' : 'target';
  const pointers = {
    name: '/metadata/name',
    target: `/spec/objectives/0/${targetKey}`,
    period: '/spec/timeWindow/0/duration',
    minFailures: '/metadata/annotations/resolver-slo~1min-failures',
  };
  return { slo: { definition, source: document.source, pointers, eventSources, selectorsDiffer }, problems };
}

/** A percentage as the fraction nearest to it: 99.9 / 100 would be 0.9990000000000001. */
function fraction(percent: number | undefined): number | null {
  return percent === undefined ? null : Number((percent / 100).toPrecision(15));
}

function serviceDisplayName(name: string, documents: readonly OpensloDocument[]): string {
  const service = documentsOfKind(documents, 'Service').find((candidate) => candidate.name === name);
  return service?.object.metadata.displayName ?? name;
}
