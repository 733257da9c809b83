import { backOffMs } from '../outbound/back-off.js';

/** What an export is wanted for: what operators recorded is told at once, figures every so often. */
export type ExportReason = 'records' | 'figures';

/** What came of the exports so far. */
export interface ExportPast {
  /** When the last one began that was not broken off; `null`: none has. */
  readonly beganAtMs: number | null;
  readonly tookMs: number;
  /** Failures in a row. */
  readonly failures: number;
  /** Before this nothing is tried again; `null` after a good one. */
  readonly notBeforeMs: number | null;
}

export const NO_EXPORTS: ExportPast = { beganAtMs: null, tookMs: 0, failures: 0, notBeforeMs: null };

/** Whether an export for this reason is due. A clock that was put back makes nothing wait longer than `everyMs`. */
export function isExportDue(
  reason: ExportReason,
  { beganAtMs, tookMs, notBeforeMs }: ExportPast,
  everyMs: number,
  nowMs: number,
): boolean {
  if (notBeforeMs !== null && nowMs < notBeforeMs && notBeforeMs - nowMs <= LONGEST_BACK_OFF_MS) return false;
  if (reason === 'records' || beganAtMs === null) return true;
  // What takes long rests as long.
  return Math.abs(nowMs - beganAtMs) >= Math.max(everyMs, 2 * tookMs);
}

/** No back-off is longer: one that lies further ahead was set by another time of day. */
const LONGEST_BACK_OFF_MS = 60_000;

export function afterExport(beganAtMs: number, tookMs: number): ExportPast {
  return { beganAtMs, tookMs, failures: 0, notBeforeMs: null };
}

/** `random` in [0, 1). */
export function afterFailedExport(past: ExportPast, endedAtMs: number, random: () => number): ExportPast {
  const failures = past.failures + 1;
  return { ...past, failures, notBeforeMs: endedAtMs + backOffMs(failures, random) };
}
