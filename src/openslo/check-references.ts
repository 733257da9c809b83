import type { Problem } from '../domain/problem.js';
import { didYouMean } from './document/nearest.js';
import { pointerTo } from './document/json-pointer.js';
import { isMap } from './document/schema-node.js';
import { problemAt, type SourceDocument, valueAt } from './document/source-document.js';
import { isOpensloKind, type OpensloKind } from './openslo-document.js';

/** Which kind each reference names. */
const REFERENCES: ReadonlyMap<string, OpensloKind> = new Map([
  ['indicatorRef', 'SLI'],
  ['metricSourceRef', 'DataSource'],
  ['alertPolicyRef', 'AlertPolicy'],
  ['conditionRef', 'AlertCondition'],
  ['targetRef', 'AlertNotificationTarget'],
]);

/**
 * References of the documents that name none of them. Faulty documents count: what refers to one is not
 * to blame, and what one refers to is looked for in the same run.
 */
export function checkReferences(sources: readonly SourceDocument[], severity: Problem['severity']): readonly Problem[] {
  const objects = sources.flatMap(objectOf);
  return objects.flatMap((object) => [
    ...referencesIn(object.source.value, '').flatMap((reference) => unresolved(object, reference, objects, severity)),
    ...mistypedService(object, objects),
  ]);
}

/** What a document is, as far as it says so. */
interface NamedObject {
  readonly kind: OpensloKind;
  readonly name: string | null;
  readonly source: SourceDocument;
}

function objectOf(source: SourceDocument): readonly NamedObject[] {
  const { value } = source;
  if (!isMap(value) || !isOpensloKind(value['kind'])) return [];
  const name = isMap(value['metadata']) ? value['metadata']['name'] : null;
  return [{ kind: value['kind'], name: typeof name === 'string' ? name : null, source }];
}

function unresolved(
  { source }: NamedObject,
  { kind, name, pointer }: Reference,
  objects: readonly NamedObject[],
  severity: Problem['severity'],
): readonly Problem[] {
  const names = namesOf(objects, kind);
  if (names.includes(name)) return [];
  const others = objects.filter((object) => object.name === name).map((object) => object.kind);
  const hint = others.length > 0 ? ` (one of kind ${others.join(' and ')} is)` : didYouMean(name, names);
  return [problemAt(source, pointer, `no document of kind ${kind} is named "${name}"${hint}`, { severity })];
}

/** Services need no document; one that is nearly named is meant. */
function mistypedService({ kind, source }: NamedObject, objects: readonly NamedObject[]): readonly Problem[] {
  const service = kind === 'SLO' ? valueAt(source.value, '/spec/service') : null;
  const names = namesOf(objects, 'Service');
  if (typeof service !== 'string' || names.includes(service)) return [];
  const hint = didYouMean(service, names);
  const message = `no document of kind Service is named "${service}"${hint}`;
  return hint === '' ? [] : [problemAt(source, '/spec/service', message, { severity: 'warning' })];
}

function namesOf(objects: readonly NamedObject[], kind: OpensloKind): readonly string[] {
  return objects.flatMap((object) => (object.kind === kind && object.name !== null ? [object.name] : []));
}

interface Reference {
  readonly kind: OpensloKind;
  readonly name: string;
  readonly pointer: string;
}

function referencesIn(value: unknown, pointer: string): readonly Reference[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => referencesIn(item, pointerTo(pointer, index)));
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const at = pointerTo(pointer, key);
    const kind = REFERENCES.get(key);
    if (kind !== undefined) return typeof member === 'string' ? [{ kind, name: member, pointer: at }] : [];
    // What a source's query or connection says is its own affair.
    const isForeign =
      key === 'connectionDetails' || key === 'annotations' || (key === 'spec' && pointer.endsWith('/metricSource'));
    return isForeign ? [] : referencesIn(member, at);
  });
}
