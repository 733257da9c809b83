import type { Phase } from '../../domain/phase.js';
import type { FailureEvidence } from '../../domain/failure-evidence.js';
import { printable } from '../../domain/printable.js';

/** What was wrong, in a line: the rcode with its Extended DNS Errors, and what the prober says of it. */
export function whatFailed(failure: FailureEvidence): string {
  const { detail, reply } = failure;
  const during = phaseWords(failure);
  const parts = [
    ...(reply === null ? [] : [reply.rcode, ...reply.ede.map(({ code, text }) => edeText(code, text))]),
    ...(during === null && detail === null ? [] : [[during ?? [], detail ?? []].flat().join(': ')]),
  ];
  return printable(parts.join('; '));
}

/**
 * In which part of an attempt over a stream it failed, such as `while connecting`; `null` if that is
 * not known, or said by the outcome. Over UDP it had gone on over TCP, after a truncated reply.
 */
export function phaseWords({ outcome, phase, transport }: FailureEvidence): string | null {
  if (phase === null || (outcome === 'tls_error' && phase === 'tls')) return null;
  return transport === 'udp' ? `${PHASE_WORDS[phase]} over TCP` : PHASE_WORDS[phase];
}

const PHASE_WORDS: Readonly<Record<Phase, string>> = {
  connect: 'while connecting',
  tls: 'in the TLS handshake',
  query: 'while awaiting the reply',
};

/** `EDE 22 (no reachable authority)`. */
function edeText(code: number, text: string): string {
  return `EDE ${String(code)}${text === '' ? '' : ` (${text})`}`;
}
