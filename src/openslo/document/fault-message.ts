import type { ErrorObject } from 'ajv';

import { didYouMean, nearest } from './nearest.js';
import type { SchemaNode } from './schema-node.js';

/** What a schema error asks the user to do. */
export function faultMessage(error: ErrorObject, isHidden: boolean): string {
  const node = error.parentSchema as SchemaNode;
  const found = describe(error.data, isHidden || node.secret === true);
  const params = error.params as Readonly<Record<string, unknown>>;
  switch (error.keyword) {
    case 'required':
      return missingKey(node, String(params['missingProperty']));
    case 'additionalProperties':
      return unknownKey(node, String(params['additionalProperty']));
    case 'type':
    case 'anyOf':
      return `must be ${typePhrase(node)}, found ${found}${quoteHint(node, error.data)}`;
    case 'enum':
    case 'const':
      return choice(node.enum ?? [node.const], error.data, found);
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return `must be ${rangePhrase(node)}, found ${found}`;
    case 'minLength':
      return 'must not be empty';
    case 'maxLength':
      return `must have at most ${String(node.maxLength)} characters, found ${String((error.data as string).length)}`;
    case 'minItems':
      return `must have at least ${count(node.minItems ?? 1, 'item')}`;
    case 'maxItems':
      return `must have at most ${count(Number(params['limit']), 'item')}, found ${String((error.data as unknown[]).length)}`;
    case 'minProperties':
      return `must have at least ${count(node.minProperties ?? 1, 'key')}`;
    case 'uniqueItems':
      return `must not repeat an item: items ${String(params['j'])} and ${String(params['i'])} (from 0) are equal`;
    default:
      return `is not valid: ${error.message ?? error.keyword}`;
  }
}

/** A value as messages show it; a secret's content never is. */
export function describe(value: unknown, isHidden: boolean): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  if (isHidden) return 'something else (not shown)';
  const shown = typeof value === 'string' ? JSON.stringify(value) : `${typeof value} ${JSON.stringify(value)}`;
  return shown.length > 80 ? `${shown.slice(0, 79)}…` : shown;
}

function missingKey(node: SchemaNode, key: string): string {
  const description = node.properties?.[key]?.description;
  return `key "${key}" is missing${description === undefined ? '' : `: ${description.replace(/\.$/, '')}`}`;
}

function unknownKey(node: SchemaNode, key: string): string {
  const known = Object.keys(node.properties ?? {});
  const hint = nearest(key, known) === null ? `; known keys: ${known.join(', ')}` : didYouMean(key, known);
  return `unknown key "${key}"${hint}`;
}

function choice(choices: readonly unknown[], data: unknown, found: string): string {
  const names = choices.map(String);
  const list = names.length === 1 ? String(names[0]) : `one of ${names.join(', ')}`;
  return `must be ${list}, found ${found}${typeof data === 'string' ? didYouMean(data, names) : ''}`;
}

const TYPE_PHRASES: Readonly<Record<string, string>> = {
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
  array: 'a list',
  object: 'a map',
};

function typePhrase(node: SchemaNode): string {
  if (node.anyOf !== undefined) return node.anyOf.map(typePhrase).join(' or ');
  if (node.type === 'string') return node.form === undefined || node.form === 'text' ? 'text' : `text (${node.form})`;
  return TYPE_PHRASES[node.type ?? ''] ?? 'another value';
}

function quoteHint(node: SchemaNode, data: unknown): string {
  const wantsText = node.type === 'string' && node.form !== 'duration';
  return wantsText && (typeof data === 'number' || typeof data === 'boolean') ? ': put it in quotes' : '';
}

function rangePhrase(node: SchemaNode): string {
  const low = node.minimum ?? node.exclusiveMinimum;
  const high = node.maximum ?? node.exclusiveMaximum;
  const from = node.minimum === undefined ? `more than ${String(low)}` : `at least ${String(low)}`;
  const to = node.maximum === undefined ? `less than ${String(high)}` : `at most ${String(high)}`;
  return [...(low === undefined ? [] : [from]), ...(high === undefined ? [] : [to])].join(' and ');
}

function count(amount: number, noun: string): string {
  return `${String(amount)} ${noun}${amount === 1 ? '' : 's'}`;
}
