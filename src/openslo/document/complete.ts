import type { TSchema } from 'typebox';

import type { Finding } from './finding.js';
import { pointerTo } from './json-pointer.js';
import { branchFor, hasType, isMap, memberSchema, type SchemaNode, schemaNode } from './schema-node.js';

/**
 * A copy of `value` that fits the schema: defaults filled in, faulty members left out, and with
 * them whatever cannot do without them, so that rules over the rest can still be checked in the
 * same run. Of the document itself, faulty members with a default have that. `undefined` if nothing is left.
 */
export function complete(
  schema: TSchema,
  value: unknown,
  findings: readonly Finding[],
  { refused, pointers }: CompleteOptions,
): unknown {
  const faulty = new Set(findings.filter((finding) => finding.on === 'value').map((finding) => finding.pointer));
  // What is wrong with a part as a whole takes it out; the document itself keeps its sound members.
  const isLeftOut = (pointer: string) => pointer !== '' && (faulty.has(pointer) || refused(pointer));
  return visit(schemaNode(schema), value, '', { isLeftOut, pointers });
}

interface Completion extends Pick<CompleteOptions, 'pointers'> {
  readonly isLeftOut: (pointer: string) => boolean;
}

function visit(node: SchemaNode, part: unknown, pointer: string, completion: Completion): unknown {
  if (node.anyOf !== undefined) {
    const branch = branchFor(node, part);
    return branch === null ? undefined : visit(branch, part, pointer, completion);
  }
  if (completion.isLeftOut(pointer)) return undefined;
  if (Array.isArray(part) && node.type === 'array') return visitList(node, part, pointer, completion);
  if (isMap(part) && node.type === 'object') return visitMap(node, part, pointer, completion);
  return node.type === undefined || hasType(part, node.type) ? part : undefined;
}

function visitList(node: SchemaNode, list: readonly unknown[], pointer: string, completion: Completion): unknown {
  const items = list.map((item, index) =>
    node.items ? visit(node.items, item, pointerTo(pointer, index), completion) : item,
  );
  const sound = items.filter((item) => item !== undefined);
  completion.pointers.set(sound, pointer);
  return sound.length < (node.minItems ?? 0) ? undefined : sound;
}

function visitMap(
  node: SchemaNode,
  map: Readonly<Record<string, unknown>>,
  pointer: string,
  completion: Completion,
): unknown {
  const members: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(node.properties ?? {}), ...Object.keys(map)])) {
    const schemaOfMember = memberSchema(node, key);
    const given = Object.hasOwn(map, key) ? map[key] : undefined;
    const member = schemaOfMember && memberOf(schemaOfMember, given, pointerTo(pointer, key), completion);
    if (member !== null && member !== undefined) members[key] = member;
  }
  completion.pointers.set(members, pointer);
  return node.required?.every((key) => Object.hasOwn(members, key)) === false ? undefined : members;
}

function memberOf(node: SchemaNode, given: unknown, pointer: string, completion: Completion): unknown {
  const member = given === undefined ? undefined : visit(node, given, pointer, completion);
  if (member !== undefined || node.default === undefined) return member;
  // A section of the document gives way to its default, so that all the others are checked in the same run.
  const isSection = pointer.lastIndexOf('/') === 0;
  return visit(node, node.default, pointer, isSection ? { ...completion, isLeftOut: () => false } : completion);
}

interface CompleteOptions {
  /** Whether a text was complained about when it was read. */
  readonly refused: (pointer: string) => boolean;
  /** Takes note of where each map and list of the copy came from. */
  readonly pointers: WeakMap<object, string>;
}
