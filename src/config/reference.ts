import type { TSchema } from 'typebox';

import { probeSchema } from '../measure/config.js';
import { type AnnotationName, annotationNames, ANNOTATIONS } from '../openslo/annotations.js';
import { eventSourceSchema } from '../openslo/event-source.js';
import { type SchemaNode, schemaNode } from '../openslo/document/schema-node.js';
import { notSupportedNotes } from './not-supported.js';
import { rootSchema } from './root-schema.js';

/** `docs/reference/configuration.md`, made from the schemas: every key with its form, range, default and meaning. */
export function configurationReference(): string {
  return [
    '# Configuration reference',
    'Made from the schemas in `src/*/config.ts`; change it there. Unknown keys are errors. Durations are a whole number and one of `us`, `ms`, `s`, `m`, `h`, `d`, `y`. `resolver-slo check` validates everything and says all that is wrong at once.',
    '## `resolver-slo.yaml`',
    'Relative paths are relative to the file. `${NAME}` in a text is read from the environment.',
    table(rootSchema, notSupportedNotes()),
    '## Probe files (`probes/*.yaml`)',
    'One probe a file. A resolver gets one query per entry of `queries` in every round.',
    table(probeSchema, new Map()),
    '## SLO files (`slo-configs/*.yaml`)',
    'OpenSLO v1. The `spec` of a metric source of type `resolver-slo` has these keys; `good` (or `bad`) and `total` must be `answered` of `valid` (availability), `within` of `valid` (latency) or `answered` of `replied` (correctness), over the same series.',
    table(eventSourceSchema, new Map()),
    'Annotations of an SLO, whose documents are otherwise as OpenSLO has them ([guide](../guides/slos.md)):',
    annotationTable(),
    '',
  ].join('\n\n');
}

function table(schema: TSchema, notes: ReadonlyMap<string, string>): string {
  const rows = rowsOf(schemaNode(schema), '', notes);
  return ['| key | form | default | meaning |', '|---|---|---|---|', ...rows].join('\n');
}

function annotationTable(): string {
  const names = Object.keys(ANNOTATIONS) as AnnotationName[];
  const rows = names.map((name) => {
    const { form, byDefault, about } = ANNOTATIONS[name];
    const keys = annotationNames(name).map((key) => `\`${key}\``);
    const languages = keys.length > 1 ? ' Without a language: in each that has no text of its own.' : '';
    return `| ${keys.join(', ')} | ${form} | ${byDefault} | ${about}${languages} |`;
  });
  return ['| annotation | form | default | meaning |', '|---|---|---|---|', ...rows].join('\n');
}

function rowsOf(node: SchemaNode, path: string, notes: ReadonlyMap<string, string>): readonly string[] {
  return Object.entries(node.properties ?? {}).flatMap(([key, member]) => {
    const at = path === '' ? key : `${path}.${key}`;
    const item = member.items ?? member;
    const inner = item.anyOf?.find((branch) => branch.properties !== undefined) ?? item;
    const isRequired = node.required?.includes(key) === true && member.default === undefined;
    const meaning = [member.description ?? '', notes.get(at) ?? ''].join(' ').trim();
    const cells = [`\`${at}\``, formOf(member), defaultOf(member, isRequired), meaning];
    const row = `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
    return [row, ...rowsOf(inner, member.type === 'array' ? `${at}[]` : at, notes)];
  });
}

function formOf(node: SchemaNode): string {
  if (node.anyOf !== undefined) return node.anyOf.map(formOf).join(' or ');
  if (node.enum !== undefined) return node.enum.map((choice) => `\`${String(choice)}\``).join(', ');
  if (node.type === 'array') return `list of ${node.items === undefined ? 'values' : formOf(node.items)}`;
  if (node.type === 'object') return 'map';
  if (node.type === 'boolean') return 'true or false';
  if (node.type === 'integer') return `${String(node.minimum ?? '')} … ${String(node.maximum ?? '')}`;
  return [node.form ?? node.type ?? '', node.range ?? ''].filter((part) => part !== '').join(', ');
}

function defaultOf(node: SchemaNode, isRequired: boolean): string {
  if (isRequired) return 'required';
  if (node.default === undefined || node.type === 'object') return '–';
  return `\`${typeof node.default === 'string' ? node.default : JSON.stringify(node.default)}\``;
}
