import { type TObject, Type } from 'typebox';

import { section, type SettingIssue, type SettingRule, text } from '../domain/setting.js';
import { pointerTo } from './document/json-pointer.js';
import { isMap } from './document/schema-node.js';
import { parseOpensloDuration } from './openslo-duration.js';

/** An OpenSLO v1 document: `apiVersion`, `kind`, `metadata` and the given `spec`. */
export function objectSchema<K extends string, S extends TObject>(kind: K, spec: S) {
  return section({ apiVersion: Type.Literal('openslo/v1'), kind: Type.Literal(kind), metadata: metadataSchema, spec });
}

/** An object inside another one: without `apiVersion`. */
export function inlineSchema<K extends string, S extends TObject>(kind: K, spec: S) {
  return {
    kind: Type.Optional(Type.Literal(kind)),
    metadata: Type.Optional(metadataSchema),
    spec: Type.Optional(spec),
  };
}

export const metadataSchema = section(
  {
    name: label('name of the object'),
    displayName: Type.Optional(text({ maxLength: 63, description: 'name that people read' })),
    labels: Type.Optional(Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String())]))),
    annotations: Type.Optional(Type.Record(Type.String(), Type.String())),
  },
  { description: 'names, labels and annotations of the object', rule: keysRule },
);

export const description = Type.Optional(
  Type.String({ maxLength: 1050, description: 'what it is about, in at most 1050 characters' }),
);

export const operator = Type.Enum(['lte', 'gte', 'lt', 'gt'], { description: 'one of lte, gte, lt, gt' });

/** An RFC 1123 label, as names and references are. */
export function label(about: string) {
  return text({
    description: about,
    check: (found) => (/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(found) ? null : LABEL_RULE),
  });
}

export function opensloDuration(about: string) {
  return text({
    form: 'duration',
    description: about,
    check: (found) => (parseOpensloDuration(found) === null ? DURATION_RULE : null),
  });
}

/** A map that is either a reference (only `refKey`) or the object itself (`kind`, `metadata` and `spec`). */
export function refOrInlineRule(refKey: string): SettingRule {
  return (found) => {
    const inlineKeys = ['kind', 'metadata', 'spec'].filter((key) => found[key] !== undefined);
    const hasRef = found[refKey] !== undefined;
    if (hasRef && inlineKeys.length > 0)
      return [{ at: `/${refKey}`, on: 'key', message: `give "${refKey}" or "spec", not both` }];
    if (hasRef || inlineKeys.length === 3) return [];
    const missing = ['kind', 'metadata', 'spec'].filter((key) => found[key] === undefined);
    if (missing.length === 3) return [{ at: '', message: `key "${refKey}" or "spec" is missing` }];
    return missing.map((key) => ({ at: '', message: `key "${key}" is missing` }));
  };
}

/** Exactly one of these keys must be there. */
export function exactlyOne(found: Readonly<Record<string, unknown>>, keys: readonly string[]): readonly SettingIssue[] {
  const given = keys.filter((key) => found[key] !== undefined);
  const list = keys.map((key) => `"${key}"`).join(' or ');
  if (given.length === 0) return [{ at: '', message: `key ${list} is missing` }];
  return given.slice(1).map((key) => ({ at: `/${key}`, on: 'key', message: `give ${list}, not both` }));
}

const LABEL_RULE = 'must be an RFC 1123 label: 1 to 63 lower-case letters, digits or hyphens, no hyphen at either end';
const DURATION_RULE = 'must be a whole number of m, h, d, w, M, Q or Y, such as 5m or 28d';
// As OpenSLO's own tools have it (go-sdk, pkg/openslo/v1/objects.go).
const LABEL_KEY = /^[A-Za-z0-9]([-._A-Za-z0-9]{0,61}[A-Za-z0-9])?$/;
const ANNOTATION_PREFIX = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$/;

function keysRule(metadata: Readonly<Record<string, unknown>>): readonly SettingIssue[] {
  return [
    ...badKeys(metadata['labels'], '/labels', (key) => LABEL_KEY.test(key), 'a label key must be'),
    ...badKeys(
      metadata['annotations'],
      '/annotations',
      isAnnotationKey,
      'an annotation key must be, after an optional DNS name in lower case and "/",',
    ),
  ];
}

function badKeys(map: unknown, at: string, isGood: (key: string) => boolean, what: string): readonly SettingIssue[] {
  const keys = isMap(map) ? Object.keys(map).filter((key) => !isGood(key)) : [];
  const rule = '1 to 63 letters, digits, "-", "_" or ".", starting and ending with a letter or digit';
  return keys.map((key) => ({ at: pointerTo(at, key), on: 'key', message: `${what} ${rule}` }));
}

function isAnnotationKey(key: string): boolean {
  const slash = key.lastIndexOf('/');
  const prefix = key.slice(0, Math.max(0, slash));
  return (
    LABEL_KEY.test(key.slice(slash + 1)) && (slash < 0 || (prefix.length <= 253 && ANNOTATION_PREFIX.test(prefix)))
  );
}
