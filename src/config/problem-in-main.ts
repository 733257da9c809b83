import type { Problem } from '../domain/problem.js';
import { readYaml } from '../openslo/document/read-yaml.js';
import { problemAt } from '../openslo/document/source-document.js';
import { readText } from './source-files.js';

/** An error at a pointer of a main file, for what shows only when its configuration is put in force. */
export function problemInMain(file: string, pointer: string, message: string): Problem {
  const text = readText(file);
  const [root] = 'fault' in text ? [] : readYaml(file, text.text).documents;
  return root === undefined
    ? { severity: 'error', file, line: 1, column: 1, pointer, message }
    : problemAt(root, pointer, message);
}
