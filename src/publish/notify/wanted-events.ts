import type { NewOutboxEntry } from '../ports.js';
import { ALERT_EVENTS, type NotifyEvent, type NotifyTarget } from './notify-target.js';
import type { ToldEvent } from './told-event.js';

/** An event that a target is told of, and the alert that it begins or ends. */
export interface WantedEvent {
  readonly told: ToldEvent;
  readonly alert: NonNullable<NewOutboxEntry['alert']> | null;
}

/**
 * Of events in order, those that a target is to hear of. With `criticalOnly` an alert that does not page is left
 * out, but never the end of one that the target was told of, whatever has become of its severity, or of the
 * target's settings, since then.
 *
 * @param openAlerts what the target was told of before and not of its end, by `uid`
 */
export function wantedEvents(
  { events, criticalOnly }: Pick<NotifyTarget, 'events' | 'criticalOnly'>,
  happened: readonly ToldEvent[],
  openAlerts: ReadonlySet<string>,
): readonly WantedEvent[] {
  const open = new Set(openAlerts);
  return happened.flatMap((told): readonly WantedEvent[] => {
    const kind = told.event.event as NotifyEvent;
    if (!events.includes(kind)) return [];
    if (!ALERT_EVENTS.includes(kind)) return [{ told, alert: null }];
    const { uid, state, severity } = told.message;
    const isOver = state === 'ok';
    if (criticalOnly && severity !== 'critical' && !(isOver && open.has(uid))) return [];
    if (isOver) open.delete(uid);
    else open.add(uid);
    return [{ told, alert: { uid, isOver } }];
  });
}
