import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';

import type { Problem } from '../domain/problem.js';
import { readYaml, type SourceFile } from '../openslo/document/read-yaml.js';
import type { TextHook } from '../openslo/document/text-hook.js';
import { findFiles } from './find-files.js';

/** A file that the configuration is made of. */
export interface ConfigText {
  /** As messages name it: relative to where the user stands if the main file was. */
  readonly file: string;
  readonly text: string;
}

/** The texts of all files that patterns match, each once, and what could not be read. */
export function readMatching(
  mainFile: string,
  patterns: readonly { readonly pattern: string; readonly problem: (message: string) => Problem }[],
): { readonly texts: readonly ConfigText[]; readonly problems: readonly Problem[] } {
  const folder = dirname(mainFile);
  const texts = new Map<string, ConfigText>();
  const problems: Problem[] = [];
  for (const { pattern, problem } of patterns) {
    for (const found of findFiles(folder, pattern)) {
      const file = isAbsolute(found) ? found : join(folder, found);
      const text = readText(file);
      if ('fault' in text) problems.push(problem(`cannot read ${file}: ${text.fault}`));
      else texts.set(file, { file, text: text.text });
    }
  }
  return { texts: [...texts.values()], problems };
}

/** Reads a file as UTF-8, or says why that failed. */
export function readText(file: string): { readonly text: string } | { readonly fault: string } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file)) };
  } catch (error) {
    return { fault: faultOf(error) };
  }
}

/** Reads a file that must hold exactly one YAML document. */
export function readSingle(file: string, text: string, hook: TextHook): SourceFile {
  const { documents, problems } = readYaml(file, text, hook);
  if (documents.length > 1) {
    const { line, column } = documents[1]?.position('', 'value') ?? { line: 1, column: 1 };
    const message = 'must hold one YAML document: put the others into files of their own';
    return {
      documents: documents.slice(0, 1),
      problems: [...problems, { severity: 'error', file, line, column, pointer: '', message }],
    };
  }
  if (documents.length === 1 || problems.length > 0) return { documents, problems };
  const message = 'must not be empty';
  return { documents, problems: [{ severity: 'error', file, line: 1, column: 1, pointer: '', message }] };
}

function faultOf(error: unknown): string {
  const code = (error as { code?: unknown }).code;
  if (code === 'ENOENT') return 'no such file';
  if (code === 'EACCES') return 'permission denied';
  if (code === 'EISDIR') return 'it is a folder';
  return error instanceof TypeError ? 'it is not UTF-8 text' : (error as Error).message;
}
