import type { Static, TSchema } from 'typebox';

import type { Problem } from '../../domain/problem.js';
import { complete } from './complete.js';
import { checkRules } from './check-rules.js';
import type { Finding } from './finding.js';
import { findSchemaFaults } from './schema-faults.js';
import { problemAt, type SourceDocument } from './source-document.js';

export interface CheckedDocument<T> {
  /**
   * What could be understood: defaults filled in, also for faulty sections, other faulty members left
   * out, and with them whatever cannot do without them; `null` if nothing is left. Only complete when
   * there are no problems.
   */
  readonly value: T | null;
  readonly problems: readonly Problem[];
  /** The pointer in the document of a map or list that is part of `value`. */
  readonly pointerOf: (part: object) => string;
}

/**
 * Checks a document against a schema written with `domain/setting.ts` and reports every fault at
 * once. `extra` are faults found by others, whose values are left out likewise.
 */
export function checkDocument<S extends TSchema>(
  schema: S,
  document: SourceDocument,
  extra: readonly Finding[] = [],
): CheckedDocument<Static<S>> {
  const isHidden = (pointer: string) => document.isSubstituted(pointer);
  const schemaFaults = findSchemaFaults(schema, document.value, isHidden);
  const faults = [...schemaFaults, ...checkRules(schema, document.value, schemaFaults, isHidden)];
  const findings = [...faults, ...extra.filter((finding) => !isCovered(finding, faults))];
  const refused = (pointer: string) => document.isRefused(pointer);
  const pointers = new WeakMap<object, string>();
  const value = complete(schema, document.value, findings, { refused, pointers }) as Static<S> | undefined;
  const problems = findings
    .filter(({ pointer, on }) => on === 'key' || !refused(pointer))
    .map(({ pointer, message, on }) => problemAt(document, pointer, message, { on }));
  return {
    value: value ?? null,
    problems,
    pointerOf: (part) => pointers.get(part) ?? '',
  };
}

/** A value that is not even of the right form need not also be called unsupported. */
function isCovered(finding: Finding, faults: readonly Finding[]): boolean {
  return finding.on === 'value' && faults.some((fault) => fault.on === 'value' && fault.pointer === finding.pointer);
}
