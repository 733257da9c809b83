import type { TSchema } from 'typebox';

import type { Problem } from '../domain/problem.js';
import { checkReferences } from './check-references.js';
import { checkDocument } from './document/check-document.js';
import { describe } from './document/fault-message.js';
import { didYouMean } from './document/nearest.js';
import { readYaml } from './document/read-yaml.js';
import { isMap } from './document/schema-node.js';
import { problemAt, type SourceDocument } from './document/source-document.js';
import type { TextHook } from './document/text-hook.js';
import { isOpensloKind, OPENSLO_SCHEMAS, type OpensloDocument } from './openslo-document.js';

export interface OpensloText {
  readonly file: string;
  readonly text: string;
}

export interface ParsedOpenslo {
  /** What could be understood; complete when there are no errors. */
  readonly documents: readonly OpensloDocument[];
  readonly problems: readonly Problem[];
}

/**
 * Reads a set of OpenSLO v1 files, whatever their metric sources.
 *
 * @param options.unresolved what a reference to an absent document is
 * @param options.hook sees every text value (see `readYaml`)
 */
export function parseOpenslo(
  files: readonly OpensloText[],
  options: { readonly unresolved: Problem['severity']; readonly hook?: TextHook },
): ParsedOpenslo {
  const sources = files.map(({ file, text }) => readYaml(file, text, options.hook));
  const texts = sources.flatMap((source) => source.documents);
  const parsed = texts.map(parseDocument);
  const documents = parsed.flatMap(({ document }) => document ?? []);
  return {
    documents,
    problems: [
      ...sources.flatMap((source) => source.problems),
      ...parsed.flatMap(({ problems }) => problems),
      ...repeatedNames(documents),
      ...checkReferences(texts, options.unresolved),
    ],
  };
}

interface ParsedDocument {
  readonly document: OpensloDocument | null;
  readonly problems: readonly Problem[];
}

function parseDocument(source: SourceDocument): ParsedDocument {
  const { value } = source;
  const refuse = (pointer: string, message: string) => ({
    document: null,
    problems: [problemAt(source, pointer, message)],
  });
  if (!isMap(value))
    return refuse(
      '',
      `must be an OpenSLO document: a map with apiVersion, kind, metadata and spec, found ${describe(value, false)}`,
    );
  const { kind } = value;
  if (kind === undefined) return refuse('', `key "kind" is missing: one of ${KINDS.join(', ')}`);
  if (!isOpensloKind(kind)) {
    const hint = typeof kind === 'string' ? didYouMean(kind, KINDS) : '';
    return refuse('/kind', `must be one of ${KINDS.join(', ')}, found ${describe(kind, false)}${hint}`);
  }
  const schema: TSchema = OPENSLO_SCHEMAS[kind];
  const { value: object, problems, pointerOf } = checkDocument(schema, source);
  if (object === null) return { document: null, problems };
  const { name } = (object as OpensloDocument['object']).metadata;
  return { document: { kind, name, object, source, pointerOf } as OpensloDocument, problems };
}

const KINDS = Object.keys(OPENSLO_SCHEMAS);

/** A reference names a kind and a name: two documents of both would make it ambiguous. */
function repeatedNames(documents: readonly OpensloDocument[]): readonly Problem[] {
  const first = new Map<string, OpensloDocument>();
  return documents.flatMap((document) => {
    const key = `${document.kind}/${document.name}`;
    const other = first.get(key);
    if (other === undefined) first.set(key, document);
    if (other === undefined) return [];
    const { line } = other.source.position('/metadata/name', 'value');
    const message = `two documents of kind ${document.kind} have the name "${document.name}": the other one is at ${other.source.file}:${String(line)}`;
    return [problemAt(document.source, '/metadata/name', message)];
  });
}
