import type { Problem } from '../domain/problem.js';
import type { SloDefinition, Weighing } from '../domain/slo-definition.js';
import { annotationPointer, readAnnotations, type SloAnnotations } from './annotations.js';
import { applyPreset, type Variant } from './apply-preset.js';
import { problemAt } from './document/source-document.js';
import { documentNamed, type OpensloDocument, type OpensloDocumentOf } from './openslo-document.js';
import { type ReadAlerts, readAlerts } from './read-alerts.js';
import { type ReadObjective, readObjectives } from './read-objective.js';
import { readTimeWindow, type ReadTimeWindow } from './read-time-window.js';
import type { PlacedSlo } from './placed-slo.js';

/** What one SLO document holds: a definition for each objective, or for each part of a preset. */
export function readSlo(
  document: OpensloDocumentOf<'SLO'>,
  documents: readonly OpensloDocument[],
): { readonly slos: readonly PlacedSlo[]; readonly problems: readonly Problem[] } {
  const annotations = readAnnotations(document);
  const { window, problems: windowProblems } = readTimeWindow(document);
  const { objectives, problems: objectiveProblems } = readObjectives(document, documents);
  const alerts = readAlerts(document, documents);
  const presetProblems = presetFaults(document, annotations, objectives);
  const problems = [...windowProblems, ...objectiveProblems, ...annotations.problems, ...alerts.problems];
  if (window === null || presetProblems.length > 0) return { slos: [], problems: [...problems, ...presetProblems] };
  const parts = { document, documents, annotations, window, alerts };
  const slos = objectives.flatMap((objective) =>
    variantsOf(objective, annotations).map((variant) => placed(parts, objective, variant)),
  );
  return { slos, problems };
}

interface Parts {
  readonly document: OpensloDocumentOf<'SLO'>;
  readonly documents: readonly OpensloDocument[];
  readonly annotations: SloAnnotations;
  readonly window: ReadTimeWindow;
  readonly alerts: ReadAlerts;
}

function variantsOf({ read: { indicator } }: ReadObjective, { preset, weight }: SloAnnotations): readonly Variant[] {
  if (indicator === null) return [];
  if (preset !== null) return applyPreset(preset, indicator);
  const weighing: Weighing = { kind: weight ?? 'attempts' };
  return [{ aspect: null, indicator, weighing, objective: null }];
}

/** What a preset cannot be applied to. */
function presetFaults(
  { object, source }: OpensloDocumentOf<'SLO'>,
  { preset }: SloAnnotations,
  objectives: readonly ReadObjective[],
): readonly Problem[] {
  if (preset === null) return [];
  const refuse = (message: string) => [problemAt(source, annotationPointer('preset'), `preset ${preset} ${message}`)];
  if (preset === 'resolver-basic' && object.spec.objectives.length > 1)
    return refuse('makes three SLOs of one objective: give one');
  if (preset === 'rssac047' && object.spec.budgetingMethod !== 'Occurrences')
    return refuse(
      `counts measurement intervals of 5 minutes, not slices: use budgetingMethod: Occurrences, found "${object.spec.budgetingMethod}"`,
    );
  const indicators = objectives.flatMap(({ read }) => read.indicator ?? []);
  const isFit = indicators.every(({ good, total }) => good !== null && total.events === 'valid');
  return isFit ? [] : refuse('needs good attempts (answered, or within a threshold) of valid ones');
}

function placed(parts: Parts, objective: ReadObjective, variant: Variant): PlacedSlo {
  const { document, annotations, alerts } = parts;
  const at = objective.place.base;
  return {
    definition: definitionOf(parts, objective, variant),
    source: document.source,
    pointers: {
      name: '/metadata/name',
      target: at + objective.targetPointer,
      slices: `${at}/timeSliceWindow`,
      period: '/spec/timeWindow/0/duration',
      timeZone: '/spec/timeWindow/0/calendar/timeZone',
      startTime: '/spec/timeWindow/0/calendar/startTime',
      minFailures: annotationPointer('min-failures'),
      preset: annotationPointer('preset'),
    },
    weight: annotations.weight,
    preset: annotations.preset,
    alerts: alerts.placed,
    eventSources: objective.read.eventSources,
    selectorsDiffer: objective.read.selectorsDiffer,
  };
}

function definitionOf(parts: Parts, objective: ReadObjective, variant: Variant): SloDefinition {
  const { document, annotations, window, alerts } = parts;
  const { visibility, minFailures, maintenance, maintenanceNoticeMs, responsibility } = annotations;
  return {
    ...identityOf(parts, objective, variant),
    indicator: variant.indicator,
    objective: variant.objective ?? objective.target,
    budgetingMethod: document.object.spec.budgetingMethod,
    slices: objective.slices,
    weighing: variant.weighing,
    compositeWeight: objective.compositeWeight,
    ...window,
    ...{ visibility, minFailures, maintenance, maintenanceNoticeMs, responsibility },
    ownAlerts: alerts.ownAlerts,
  };
}

type Identity = Pick<
  SloDefinition,
  'name' | 'key' | 'objectiveName' | 'displayName' | 'description' | 'service' | 'serviceDisplayName'
>;

/** The first objective keeps the name as its key, so that a second one may be added without losing its states. */
function identityOf({ document, documents }: Parts, objective: ReadObjective, { aspect }: Variant): Identity {
  const { metadata, spec } = document.object;
  const name = aspect === null ? document.name : `${document.name}-${aspect}`;
  const displayName = metadata.displayName ?? document.name;
  return {
    name,
    key: objective.number === 1 ? name : `${name}#${String(objective.number)}`,
    objectiveName: objective.name,
    displayName: aspect === null ? displayName : `${displayName}: ${aspect}`,
    description: spec.description ?? '',
    service: spec.service,
    serviceDisplayName: documentNamed(documents, 'Service', spec.service)?.object.metadata.displayName ?? spec.service,
  };
}
