import { isoTime } from '../../domain/clock.js';
import type { Correction } from '../../domain/operator-action.js';
import { isoOrNull } from './iso-or-null.js';

/** A correction as scripts read it. */
export function correctionJson(correction: Correction) {
  const { id, slo, fromMs, toMs, kind, reason, recordedAtMs, recordedBy, revokedAtMs, revokedBy } = correction;
  return {
    id,
    slo,
    from: isoTime(fromMs),
    to: isoTime(toMs),
    kind,
    reason,
    recordedAt: isoTime(recordedAtMs),
    recordedBy,
    revokedAt: isoOrNull(revokedAtMs),
    revokedBy,
  };
}
