import { type Static, Type } from 'typebox';

import { section, text } from '../domain/setting.js';
import { alertConditionSchema, alertNotificationTargetSchema, alertPolicySchema } from './alert-schemas.js';
import type { SourceDocument } from './document/source-document.js';
import { sliSchema } from './indicator-schema.js';
import { description, objectSchema } from './object-schema.js';
import { sloSchema } from './slo-schema.js';

const serviceSchema = objectSchema('Service', section({ description }));

const dataSourceSchema = objectSchema(
  'DataSource',
  section({
    description,
    type: text({ description: 'type of the source' }),
    connectionDetails: Type.Unknown({ description: 'how to reach the source, in its own words' }),
  }),
);

/** The schema of each kind of OpenSLO v1. */
export const OPENSLO_SCHEMAS = {
  Service: serviceSchema,
  SLO: sloSchema,
  SLI: sliSchema,
  DataSource: dataSourceSchema,
  AlertPolicy: alertPolicySchema,
  AlertCondition: alertConditionSchema,
  AlertNotificationTarget: alertNotificationTargetSchema,
} as const;

export type OpensloKind = keyof typeof OPENSLO_SCHEMAS;

export function isOpensloKind(found: unknown): found is OpensloKind {
  return typeof found === 'string' && Object.hasOwn(OPENSLO_SCHEMAS, found);
}

/** One valid (part of an) OpenSLO document and where it stands. */
export type OpensloDocument = { [K in OpensloKind]: OpensloDocumentOf<K> }[OpensloKind];

export interface OpensloDocumentOf<K extends OpensloKind> {
  readonly kind: K;
  readonly name: string;
  readonly object: Static<(typeof OPENSLO_SCHEMAS)[K]>;
  readonly source: SourceDocument;
  /** The pointer in `source` of a map or list of `object`, from which faulty members were left out. */
  readonly pointerOf: (part: object) => string;
}

export function documentsOfKind<K extends OpensloKind>(
  documents: readonly OpensloDocument[],
  kind: K,
): readonly OpensloDocumentOf<K>[] {
  return documents.filter((document) => document.kind === kind) as unknown as readonly OpensloDocumentOf<K>[];
}

/** The document that a reference means; `undefined` if there is none, or no name. */
export function documentNamed<K extends OpensloKind>(
  documents: readonly OpensloDocument[],
  kind: K,
  name: string | undefined,
): OpensloDocumentOf<K> | undefined {
  return documentsOfKind(documents, kind).find((candidate) => candidate.name === name);
}
