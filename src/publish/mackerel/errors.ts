import type { Delivered } from '../outbound/outbox-delivery.js';

/** Mackerel did not do what it was asked. The message holds no key. */
export class MackerelError extends Error {
  /** `REFUSED`: it says no, and would again; `UNREACHABLE`: it could not be reached, or was too busy, for all tries. */
  readonly code: 'MACKEREL_REFUSED' | 'MACKEREL_UNREACHABLE';
  /** HTTP status of its last answer; `null`: there was none. */
  readonly status: number | null;
  /** Before then nothing more is to be asked, milliseconds since the epoch. */
  readonly notBeforeMs: number;

  constructor(
    code: MackerelError['code'],
    message: string,
    { status = null, notBeforeMs = 0 }: { readonly status?: number | null; readonly notBeforeMs?: number } = {},
  ) {
    super(message);
    this.name = 'MackerelError';
    this.code = code;
    this.status = status;
    this.notBeforeMs = notBeforeMs;
  }
}

/**
 * What a failure means for what was to be handed over. 401 and 403 are about the key, its rights, or the
 * caller's address, thus about everything alike, and an operator will mend them.
 */
export function deliveredAs(error: unknown): Delivered {
  if (!(error instanceof MackerelError)) throw error;
  const { code, message, status, notBeforeMs } = error;
  if (code === 'MACKEREL_UNREACHABLE') return { kind: 'retry', cause: message, notBeforeMs };
  return status === 401 || status === 403 ? { kind: 'hold', reason: message } : { kind: 'refused', reason: message };
}
