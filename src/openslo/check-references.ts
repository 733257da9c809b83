import type { Problem } from '../domain/problem.js';
import { didYouMean } from './document/nearest.js';
import { pointerTo } from './document/json-pointer.js';
import { isMap } from './document/schema-node.js';
import { problemAt } from './document/source-document.js';
import { documentsOfKind, type OpensloDocument, type OpensloKind } from './openslo-document.js';

/** Which kind each reference names. */
const REFERENCES: ReadonlyMap<string, OpensloKind> = new Map([
  ['indicatorRef', 'SLI'],
  ['metricSourceRef', 'DataSource'],
  ['alertPolicyRef', 'AlertPolicy'],
  ['conditionRef', 'AlertCondition'],
  ['targetRef', 'AlertNotificationTarget'],
]);

/** References of the documents that name none of them. */
export function checkReferences(
  documents: readonly OpensloDocument[],
  severity: Problem['severity'],
): readonly Problem[] {
  return documents.flatMap((document) =>
    referencesIn(document.source.value, '').flatMap(({ kind, name, pointer }) => {
      const names = documentsOfKind(documents, kind).map((candidate) => candidate.name);
      if (names.includes(name)) return [];
      const message = `no document of kind ${kind} is named "${name}"${didYouMean(name, names)}`;
      return [problemAt(document.source, pointer, message, { severity })];
    }),
  );
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
