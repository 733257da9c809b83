import type { Problem } from '../domain/problem.js';
import type { OwnAlert, OwnAlerts } from '../domain/slo-definition.js';
import type { ConditionSpec, PolicyEntry, PolicySpec } from './alert-schemas.js';
import { partOf, problemAt, type SourceDocument } from './document/source-document.js';
import { documentNamed, type OpensloDocument, type OpensloDocumentOf } from './openslo-document.js';
import { parseOpensloDelay, parseOpensloDuration } from './openslo-duration.js';

/** An alert of an SLO's own, and where its condition (`op`, `threshold` …) stands. */
export interface PlacedAlert {
  readonly alert: OwnAlert;
  readonly place: SourceDocument;
}

export interface ReadAlerts {
  /** `null`: the document names none, so that the default ones watch. */
  readonly ownAlerts: OwnAlerts | null;
  readonly placed: readonly PlacedAlert[];
  readonly problems: readonly Problem[];
}

/**
 * What an SLO's alert policies ask for. An empty list is none: OpenSLO's own tools leave it out when they
 * write a document. References to nothing are reported where references are checked.
 */
export function readAlerts(slo: OpensloDocumentOf<'SLO'>, documents: readonly OpensloDocument[]): ReadAlerts {
  const entries = slo.object.spec.alertPolicies ?? [];
  if (entries.length === 0) return { ownAlerts: null, placed: [], problems: [] };
  const policies = entries.flatMap((entry) => policyOf(entry, slo, documents) ?? []);
  const read = policies.map((policy) => readPolicy(policy, documents));
  const placed = read.flatMap(({ alert }) => alert ?? []);
  const onNoData = policies.some(({ spec }) => spec.alertWhenNoData === true);
  return {
    ownAlerts: { burnRates: placed.map(({ alert }) => alert), onNoData },
    placed,
    problems: [...repeatedNames(policies), ...read.flatMap(({ problems }) => problems)],
  };
}

interface Policy {
  readonly name: string;
  readonly spec: PolicySpec;
  /** Of `spec`. */
  readonly place: SourceDocument;
  readonly pointerOf: (part: object) => string;
  /** Where the SLO names it. */
  readonly entry: SourceDocument;
}

function policyOf(
  entry: PolicyEntry,
  slo: OpensloDocumentOf<'SLO'>,
  documents: readonly OpensloDocument[],
): Policy | null {
  const { pointerOf } = slo;
  const at = partOf(slo.source, pointerOf(entry));
  const { metadata, spec } = entry;
  if (metadata !== undefined && spec !== undefined)
    return { name: metadata.name, spec, place: partOf(at, '/spec'), pointerOf, entry: partOf(at, '/metadata/name') };
  const document = documentNamed(documents, 'AlertPolicy', entry.alertPolicyRef);
  if (document === undefined) return null;
  const { name, object, source } = document;
  const place = partOf(source, '/spec');
  return { name, spec: object.spec, place, pointerOf: document.pointerOf, entry: partOf(at, '/alertPolicyRef') };
}

/** Alerts of an SLO are known by their names. */
function repeatedNames(policies: readonly Policy[]): readonly Problem[] {
  return policies.flatMap(({ name, entry }, index) => {
    if (name === NO_DATA)
      return [problemAt(entry, '', `must not be ${NO_DATA}, the name of the alert of missing data`)];
    const isFirst = policies.findIndex((policy) => policy.name === name) === index;
    return isFirst ? [] : [problemAt(entry, '', `two alert policies of one SLO have the name "${name}"`)];
  });
}

const NO_DATA = 'no-data';

interface ReadPolicy {
  readonly alert: PlacedAlert | null;
  readonly problems: readonly Problem[];
}

function readPolicy(policy: Policy, documents: readonly OpensloDocument[]): ReadPolicy {
  const { spec, place } = policy;
  if (spec.alertWhenBreaching === false) {
    const message = 'this policy alerts neither of a burn rate nor of missing data';
    const silent = [problemAt(place, '/alertWhenBreaching', message, { severity: 'warning' })];
    return { alert: null, problems: spec.alertWhenNoData === true ? [] : silent };
  }
  const found = conditionOf(policy, documents);
  if (found === null) return { alert: null, problems: [] };
  const problems = conditionFaults(found.spec.condition, found.place);
  const alert = problems.length > 0 ? null : ownAlert(policy.name, found.spec);
  return { alert: alert === null ? null : { alert, place: found.place }, problems };
}

interface Condition {
  readonly spec: ConditionSpec;
  /** Of `spec.condition`. */
  readonly place: SourceDocument;
}

function conditionOf({ spec, place, pointerOf }: Policy, documents: readonly OpensloDocument[]): Condition | null {
  const [condition] = spec.conditions;
  if (condition?.spec !== undefined) {
    const pointer = pointerOf(condition.spec.condition).slice(place.base.length);
    return { spec: condition.spec, place: partOf(place, pointer) };
  }
  const document = documentNamed(documents, 'AlertCondition', condition?.conditionRef);
  return document === undefined
    ? null
    : { spec: document.object.spec, place: partOf(document.source, '/spec/condition') };
}

/** What a condition must be for budgets that burn: too fast is more than something. */
function conditionFaults({ op, threshold }: ConditionSpec['condition'], place: SourceDocument): readonly Problem[] {
  if (op === 'lt' || op === 'lte') {
    const message = `must be gt or gte: a burn rate is too high, never too low; found "${op}"`;
    return [problemAt(place, '/op', message)];
  }
  if (threshold > 0 || (threshold === 0 && op === 'gt')) return [];
  const message = `must be more than 0 (or 0 with gt), or the alert would fire without a failure; found number ${String(threshold)}`;
  return [problemAt(place, '/threshold', message)];
}

function ownAlert(name: string, { severity, condition }: ConditionSpec): OwnAlert | null {
  const lookbackMs = parseOpensloDuration(condition.lookbackWindow);
  if (lookbackMs === null) return null;
  return {
    name,
    severity,
    lookbackMs,
    threshold: condition.threshold,
    orEqual: condition.op === 'gte',
    afterMs: parseOpensloDelay(condition.alertAfter ?? '0m') ?? 0,
  };
}
