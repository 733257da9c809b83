import type { Document, YAMLError } from 'yaml';

import type { TextHook } from './text-hook.js';

/** The first fault for which a document is not YAML at all, unlike one that only repeats a key; `null` if there is none. */
export function firstSyntaxFault({ errors, warnings }: Document.Parsed): YAMLError | null {
  const faults = [...errors, ...warnings].filter(({ code }) => code !== 'DUPLICATE_KEY');
  return faults.toSorted((a, b) => a.pos[0] - b.pos[0])[0] ?? null;
}

/**
 * The library's words without the piece of text it may quote, which could be a secret, and what
 * the hook of the file says of a `${…}` on that line.
 */
export function syntaxMessage(fault: YAMLError, text: string, hook: TextHook): string {
  const words = fault.message.replace(/: ".*$/s, '').replace(/\s+/g, ' ');
  const hint = variableHint(lineAt(text, fault.pos[0]), hook);
  return `YAML syntax: ${words.charAt(0).toLowerCase()}${words.slice(1)}${hint}`;
}

function lineAt(text: string, offset: number): string {
  const from = text.lastIndexOf('\n', offset - 1) + 1;
  const to = text.indexOf('\n', offset);
  return text.slice(from, to < 0 ? undefined : to);
}

/** `{` has a meaning in YAML, so `${NAME}` often breaks its syntax; and not every file may hold it. */
function variableHint(line: string, hook: TextHook): string {
  const variable = /\$\{[^}]*\}?/.exec(line)?.[0];
  if (variable === undefined) return '';
  const result = hook(variable);
  return `; ${'complaint' in result ? result.complaint : 'put text that holds "${" into quotes'}`;
}
