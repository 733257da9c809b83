import { isoTime } from '../../../domain/clock.js';
import type { ToldEvent } from '../told-event.js';

/** What paths of a template lead into: the event as JSON targets get it, and `message`, the same for all kinds. */
export function templateView({ event, message }: ToldEvent): object {
  const { atMs, ...words } = message;
  const { state, severity } = message;
  const flags = { isAlerting: state === 'alerting', isOver: state === 'ok', isCritical: severity === 'critical' };
  return { ...event, message: { ...words, ...flags, time: isoTime(atMs) } };
}
