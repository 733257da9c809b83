import type { TSchema } from 'typebox';

import type { Finding } from './finding.js';
import { pointerTo } from './json-pointer.js';
import { branchFor, hasType, isMap, memberSchema, type SchemaNode, schemaNode } from './schema-node.js';

/**
 * A copy of `value` that fits the schema: defaults filled in, faulty members left out, and with
 * them whatever cannot do without them, so that rules over the rest can still be checked in the
 * same run. `undefined` if nothing is left.
 */
export function complete(
  schema: TSchema,
  value: unknown,
  findings: readonly Finding[],
  { refused, pointers }: CompleteOptions,
): unknown {
  const faulty = new Set(findings.filter((finding) => finding.on === 'value').map((finding) => finding.pointer));

  const visit = (node: SchemaNode, part: unknown, pointer: string): unknown => {
    if (node.anyOf !== undefined) {
      const branch = branchFor(node, part);
      return branch === null ? undefined : visit(branch, part, pointer);
    }
    // What is wrong with a part as a whole takes it out; the document itself keeps its sound members.
    if ((faulty.has(pointer) || refused(pointer)) && pointer !== '') return undefined;
    if (Array.isArray(part) && node.type === 'array') return visitList(node, part, pointer);
    if (isMap(part) && node.type === 'object') return visitMap(node, part, pointer);
    return node.type === undefined || hasType(part, node.type) ? part : undefined;
  };

  const visitList = (node: SchemaNode, list: readonly unknown[], pointer: string): unknown => {
    const items = list.map((item, index) => (node.items ? visit(node.items, item, pointerTo(pointer, index)) : item));
    const sound = items.filter((item) => item !== undefined);
    pointers.set(sound, pointer);
    return sound.length < (node.minItems ?? 0) ? undefined : sound;
  };

  const visitMap = (node: SchemaNode, map: Readonly<Record<string, unknown>>, pointer: string): unknown => {
    const members: Record<string, unknown> = {};
    for (const key of new Set([...Object.keys(node.properties ?? {}), ...Object.keys(map)])) {
      const schemaOfMember = memberSchema(node, key);
      const member = schemaOfMember && memberOf(schemaOfMember, map, key, pointerTo(pointer, key));
      if (member !== null && member !== undefined) members[key] = member;
    }
    pointers.set(members, pointer);
    return node.required?.every((key) => Object.hasOwn(members, key)) === false ? undefined : members;
  };

  const memberOf = (
    node: SchemaNode,
    map: Readonly<Record<string, unknown>>,
    key: string,
    pointer: string,
  ): unknown => {
    const given = Object.hasOwn(map, key) ? visit(node, map[key], pointer) : undefined;
    if (given !== undefined || node.default === undefined) return given;
    return visit(node, node.default, pointer);
  };

  return visit(schemaNode(schema), value, '');
}

interface CompleteOptions {
  /** Whether a text was complained about when it was read. */
  readonly refused: (pointer: string) => boolean;
  /** Takes note of where each map and list of the copy came from. */
  readonly pointers: WeakMap<object, string>;
}
