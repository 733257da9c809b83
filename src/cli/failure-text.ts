import type { FailureEvidence } from '../domain/failure-evidence.js';
import { printable } from '../domain/printable.js';

/** What was wrong, in a line: the rcode with its Extended DNS Errors, and what the prober says of it. */
export function whatFailed({ detail, reply }: FailureEvidence): string {
  const parts = [
    ...(reply === null ? [] : [reply.rcode, ...reply.ede.map(({ code, text }) => edeText(code, text))]),
    ...(detail === null ? [] : [detail]),
  ];
  return printable(parts.join('; '));
}

/** `EDE 22 (no reachable authority)`. */
function edeText(code: number, text: string): string {
  return `EDE ${String(code)}${text === '' ? '' : ` (${text})`}`;
}
