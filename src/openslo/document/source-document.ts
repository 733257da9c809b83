import type { Problem } from '../../domain/problem.js';

/** One YAML document of a file: plain data, and where in the text each part of it stands. */
export interface SourceDocument {
  readonly file: string;
  /** As written; maps, lists, texts, numbers, booleans and nulls. */
  readonly value: unknown;
  /** Where the value at a JSON pointer, or its key, stands; the nearest part around it where it does not exist. */
  position(pointer: string, on: 'key' | 'value'): Position;
  /** Whether text at this pointer came from outside the file, so that messages must not show it. */
  isSubstituted(pointer: string): boolean;
}

export interface Position {
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
}

/** A problem at a JSON pointer of a document. */
export function problemAt(
  document: SourceDocument,
  pointer: string,
  message: string,
  options: { readonly on?: 'key' | 'value'; readonly severity?: Problem['severity'] } = {},
): Problem {
  const { line, column } = document.position(pointer, options.on ?? 'value');
  return { severity: options.severity ?? 'error', file: document.file, line, column, pointer, message };
}
