import type { Problem } from '../../domain/problem.js';
import { pointerParts } from './json-pointer.js';

/** One YAML document of a file: plain data, and where in the text each part of it stands. */
export interface SourceDocument {
  readonly file: string;
  /** Pointer of this part in its whole document; empty for a whole one. */
  readonly base: string;
  /** As written; maps, lists, texts, numbers, booleans and nulls. */
  readonly value: unknown;
  /** Where the value at a JSON pointer (from `base`), or its key, stands; the nearest part around it where it does not exist. */
  position(pointer: string, on: 'key' | 'value'): Position;
  /** Whether text at this pointer came from outside the file, so that messages must not show it. */
  isSubstituted(pointer: string): boolean;
  /** Whether the text at this pointer was complained about when it was read: nothing more need be said of it. */
  isRefused(pointer: string): boolean;
}

export interface Position {
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
}

/** One part of a document as a document of its own, whose problems keep their place in the whole. */
export function partOf(document: SourceDocument, pointer: string): SourceDocument {
  const { file, base } = document;
  return {
    file,
    base: base + pointer,
    value: valueAt(document.value, pointer),
    position: (inner, on) => document.position(pointer + inner, on),
    isSubstituted: (inner) => document.isSubstituted(pointer + inner),
    isRefused: (inner) => document.isRefused(pointer + inner),
  };
}

/** The value at a JSON pointer; `undefined` where there is none. */
export function valueAt(value: unknown, pointer: string): unknown {
  let found = value;
  for (const part of pointerParts(pointer)) {
    const isContainer = typeof found === 'object' && found !== null && Object.hasOwn(found, part);
    found = isContainer ? (found as Readonly<Record<string, unknown>>)[part] : undefined;
  }
  return found;
}

/** A problem at a JSON pointer of a document. */
export function problemAt(
  document: SourceDocument,
  pointer: string,
  message: string,
  options: { readonly on?: 'key' | 'value'; readonly severity?: Problem['severity'] } = {},
): Problem {
  const { line, column } = document.position(pointer, options.on ?? 'value');
  return {
    severity: options.severity ?? 'error',
    file: document.file,
    line,
    column,
    pointer: document.base + pointer,
    message,
  };
}
