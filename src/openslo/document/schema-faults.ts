import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { TSchema } from 'typebox';

import type { Finding } from './finding.js';
import { pointerTo } from './json-pointer.js';
import { faultMessage } from './fault-message.js';
import { type SchemaNode, SETTING_WORDS } from './schema-node.js';

/** Everything in which a value departs from a schema; `isHidden` says which texts no message may show. */
export function findSchemaFaults(
  schema: TSchema,
  value: unknown,
  isHidden: (pointer: string) => boolean,
): readonly Finding[] {
  const validate = compiled(schema);
  if (validate(value)) return [];
  const errors = withoutStrayBranches((validate.errors ?? []).filter((error) => !hasDefault(error)));
  return errors.map((error) => findingOf(error, isHidden(error.instancePath)));
}

const ajv = new Ajv({
  allErrors: true,
  verbose: true,
  strict: true,
  strictTypes: false,
  strictRequired: false,
  // A schema judges some documents once: making its code shorter takes longer than it saves.
  code: { optimize: false },
});
ajv.addVocabulary([...SETTING_WORDS]);

const validators = new WeakMap<TSchema, ValidateFunction>();

function compiled(schema: TSchema): ValidateFunction {
  const known = validators.get(schema);
  if (known !== undefined) return known;
  const validate = ajv.compile(schema);
  validators.set(schema, validate);
  return validate;
}

/**
 * Of a value with alternatives only the faults within the one its type points to are worth saying;
 * where its type fits none, that alone is.
 */
function withoutStrayBranches(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  let kept = errors;
  for (const union of errors.filter((error) => error.keyword === 'anyOf')) {
    const branches = (union.schema as readonly SchemaNode[]).map((_, index) => `${union.schemaPath}/${String(index)}/`);
    const isStray = (branch: string) =>
      errors.some((error) => error.instancePath === union.instancePath && error.schemaPath === `${branch}type`);
    const meant = branches.find((branch) => !isStray(branch));
    const dropped = branches.filter((branch) => branch !== meant);
    kept = kept.filter((error) => !(error === union && meant !== undefined));
    kept = kept.filter(
      (error) => !(isUnder(error, union) && dropped.some((path) => error.schemaPath.startsWith(path))),
    );
  }
  return kept;
}

/** A key with a default is always there once defaults are filled in; typebox calls it required. */
function hasDefault(error: ErrorObject): boolean {
  if (error.keyword !== 'required') return false;
  const { missingProperty } = error.params as { missingProperty: string };
  return (error.parentSchema as SchemaNode).properties?.[missingProperty]?.default !== undefined;
}

function isUnder(error: ErrorObject, union: ErrorObject): boolean {
  return error.instancePath === union.instancePath || error.instancePath.startsWith(`${union.instancePath}/`);
}

function findingOf(error: ErrorObject, isHidden: boolean): Finding {
  const message = faultMessage(error, isHidden);
  if (error.keyword !== 'additionalProperties') return { pointer: error.instancePath, on: 'value', message };
  const { additionalProperty } = error.params as { additionalProperty: string };
  return { pointer: pointerTo(error.instancePath, additionalProperty), on: 'key', message };
}
