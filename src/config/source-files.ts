import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';

import type { Problem } from '../domain/problem.js';
import { readYaml, type SourceFile } from '../openslo/document/read-yaml.js';
import type { TextHook } from '../openslo/document/text-hook.js';
import { kindFault, readFault } from './file-fault.js';
import { findFiles } from './find-files.js';

/** A file that the configuration is made of. */
export interface ConfigText {
  /** As messages name it: relative to where the user stands if the main file was. */
  readonly file: string;
  readonly text: string;
}

/** A pattern for files, and how to tell that something is wrong with what it matches. */
export interface FilePattern {
  readonly pattern: string;
  readonly problem: (message: string) => Problem;
}

/** The texts of all files that patterns match, each once, and what could not be read. Never waits for a FIFO. */
export function readMatching(
  mainFile: string,
  patterns: readonly FilePattern[],
): { readonly texts: readonly ConfigText[]; readonly problems: readonly Problem[] } {
  const folder = dirname(mainFile);
  const inFolder = (path: string) => (isAbsolute(path) ? path : join(folder, path));
  const texts = new Map<string, ConfigText>();
  const problems: Problem[] = [];
  for (const { pattern, problem } of patterns) {
    const refuse = (path: string, fault: string) => problems.push(problem(`cannot read ${path}: ${fault}`));
    const { paths, faults } = findFiles(folder, pattern);
    for (const { path, fault } of faults) refuse(inFolder(path), fault);
    for (const file of paths.map(inFolder)) {
      const kind = kindFault(file);
      const text = kind === null ? readText(file) : { fault: kind };
      if ('fault' in text) refuse(file, text.fault);
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
    return { fault: readFault(file, error) };
  }
}

/** Reads a file that must hold exactly one YAML document. */
export function readSingle(file: string, text: string, hook: TextHook): SourceFile {
  const source = readYaml(file, text, hook);
  const { documents, problems } = source;
  if (documents.length > 1) {
    const { line, column } = documents[1]?.position('', 'value') ?? { line: 1, column: 1 };
    const message = 'must hold one YAML document: put the others into files of their own';
    return {
      ...source,
      documents: documents.slice(0, 1),
      problems: [...problems, { severity: 'error', file, line, column, pointer: '', message }],
    };
  }
  if (documents.length === 1 || problems.length > 0) return source;
  const message = 'must not be empty';
  return { ...source, problems: [{ severity: 'error', file, line: 1, column: 1, pointer: '', message }] };
}
