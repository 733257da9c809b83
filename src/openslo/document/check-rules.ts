import type { TSchema } from 'typebox';

import { describe } from './fault-message.js';
import type { Finding } from './finding.js';
import { pointerTo } from './json-pointer.js';
import { branchFor, isMap, memberSchema, type SchemaNode, schemaNode } from './schema-node.js';

/**
 * Runs the `check`s of scalars and the `rule`s of maps that a schema holds. A scalar at which the
 * schema itself found a fault is not checked again.
 */
export function checkRules(
  schema: TSchema,
  value: unknown,
  faults: readonly Finding[],
  isHidden: (pointer: string) => boolean,
): readonly Finding[] {
  const faulty = new Set(faults.map((fault) => fault.pointer));
  const findings: Finding[] = [];
  const walk = (node: SchemaNode, part: unknown, pointer: string): void => {
    if (node.anyOf !== undefined) {
      const branch = branchFor(node, part);
      if (branch !== null) walk(branch, part, pointer);
    } else if (typeof part === 'string') {
      if (!faulty.has(pointer)) findings.push(...checkText(node, part, pointer, isHidden(pointer)));
    } else if (Array.isArray(part)) {
      part.forEach((item, index) => node.items && walk(node.items, item, pointerTo(pointer, index)));
    } else if (isMap(part) && node.type === 'object') {
      findings.push(...checkMap(node, part, pointer));
      for (const [key, member] of Object.entries(part)) {
        const schemaOfMember = memberSchema(node, key);
        if (schemaOfMember !== null) walk(schemaOfMember, member, pointerTo(pointer, key));
      }
    }
  };
  walk(schemaNode(schema), value, '');
  return findings;
}

function checkText(node: SchemaNode, text: string, pointer: string, isHidden: boolean): readonly Finding[] {
  const complaint = node.check?.(text) ?? null;
  if (complaint === null) return [];
  const found = node.secret === true || isHidden ? '' : `, found ${describe(text, false)}`;
  return [{ pointer, on: 'value', message: `${complaint}${found}` }];
}

function checkMap(node: SchemaNode, map: Readonly<Record<string, unknown>>, pointer: string): readonly Finding[] {
  const issues = node.rule?.(map) ?? [];
  return issues.map(({ at, on, message }) => ({ pointer: pointer + at, on: on ?? 'value', message }));
}
