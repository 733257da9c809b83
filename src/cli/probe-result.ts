import type { ResolverDefinition } from '../domain/probe-definition.js';
import type { AttemptResult } from '../measure/attempt-result.js';
import type { Comparison } from './probe-comparison.js';
import type { ProbeRequest } from './probe-request.js';
import type { ProbeSummary } from './probe-summary.js';

/** Whose clock receive times are from. */
export type ReceiveClock = 'kernel' | 'user';

/** The kernel stamps datagrams; when the data of a stream came, only this process can say. */
export function receiveClockOf({ clock }: ProbeReport, { transport }: ResolverDefinition): ReceiveClock {
  return transport === 'udp' ? clock : 'user';
}

/** All that `probe` has to tell. */
export interface ProbeReport {
  readonly request: ProbeRequest;
  /** That of datagrams. */
  readonly clock: ReceiveClock;
  readonly results: readonly ProbeResult[];
}

/** What came of one resolver. */
export interface ProbeResult {
  readonly resolver: ResolverDefinition;
  readonly summary: ProbeSummary;
  /** Datagrams ignored for a wrong id, question or source address. */
  readonly suspicious: number;
  /** How it differs from the first; `null` of the first, and where nobody asked. */
  readonly comparison: Comparison | null;
  /** The only attempt of a run of one; `null` of longer ones. */
  readonly only: AttemptResult | null;
}
