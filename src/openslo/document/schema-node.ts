import type { TSchema } from 'typebox';

import type { SettingCheck, SettingRule } from '../../domain/setting.js';

/** A schema seen as the plain JSON Schema that it is, with the words of `domain/setting.ts`. */
export interface SchemaNode {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly SchemaNode[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly patternProperties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly items?: SchemaNode;
  readonly minItems?: number;
  readonly minProperties?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly default?: unknown;
  readonly description?: string;
  readonly form?: string;
  readonly range?: string;
  readonly secret?: boolean;
  readonly check?: SettingCheck;
  readonly rule?: SettingRule;
}

/** The words a schema may use besides JSON Schema's. */
export const SETTING_WORDS = ['form', 'range', 'secret', 'check', 'rule'] as const;

export function schemaNode(schema: TSchema): SchemaNode {
  return schema;
}

/** The alternative meant by a value: the first whose JSON type it has. */
export function branchFor(node: SchemaNode, value: unknown): SchemaNode | null {
  return node.anyOf?.find((branch) => branch.type === undefined || hasType(value, branch.type)) ?? null;
}

/** The schema of a member of a map; `null` if the map knows no such key. */
export function memberSchema(node: SchemaNode, key: string): SchemaNode | null {
  const own = node.properties !== undefined && Object.hasOwn(node.properties, key) ? node.properties[key] : undefined;
  return own ?? Object.values(node.patternProperties ?? {})[0] ?? null;
}

export function hasType(value: unknown, type: string): boolean {
  switch (type) {
    case 'integer':
      return Number.isInteger(value);
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isMap(value);
    default:
      return typeof value === type;
  }
}

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
