import { isoTime } from '../../domain/clock.js';
import { formatDuration } from '../../domain/duration.js';
import type { Maintenance } from '../../domain/operator-action.js';
import { isoOrNull } from './iso-or-null.js';

/** An effect as `maintenanceEffects()` in app finds it. */
interface Effect {
  readonly slo: string;
  readonly effect: string;
  readonly noticeMs: number;
}

/** Maintenance as scripts read it. */
export function maintenanceJson(maintenance: Maintenance, state: string, effects: readonly Effect[]) {
  const { id, title, message, fromMs, toMs, slos, recordedAtMs, recordedBy, cancelledAtMs, cancelledBy } = maintenance;
  return {
    id,
    title,
    message,
    from: isoTime(fromMs),
    to: isoTime(toMs),
    slos,
    state,
    recordedAt: isoTime(recordedAtMs),
    recordedBy,
    cancelledAt: isoOrNull(cancelledAtMs),
    cancelledBy,
    effects: effects.map(({ slo, effect, noticeMs }) => ({ slo, effect, notice: formatDuration(noticeMs) })),
  };
}
