import type { ResolverDefinition } from '../domain/probe-definition.js';
import type { AttemptResult } from './attempt-result.js';
import { measureSideBySide, type SideBySideOptions } from './measure-side-by-side.js';

export type { AttemptResult };

export interface MeasureAttemptsOptions extends Omit<SideBySideOptions, 'resolvers' | 'onSend' | 'onAttempt'> {
  readonly resolver: ResolverDefinition;
  /** Called in order of completion. */
  readonly onAttempt: (result: AttemptResult) => void;
}

/** Whose clock receive times of datagrams are from, and what came that answered nothing. */
export interface MeasuredAttempts {
  readonly clock: 'kernel' | 'user';
  /** Datagrams ignored for a wrong id, question or source address. */
  readonly suspicious: number;
}

/**
 * Measures now, open loop: attempt i is due at i × `intervalMs`, whatever became of those before.
 * Resolves when every attempt has its outcome, or the signal came. Rejects with `MeasureError`
 * `PLAN_INVALID` for a query that cannot be asked.
 */
export async function measureAttempts({ resolver, ...options }: MeasureAttemptsOptions): Promise<MeasuredAttempts> {
  const { clock, suspicious } = await measureSideBySide({ ...options, resolvers: [resolver] });
  return { clock, suspicious: suspicious[0] ?? 0 };
}
