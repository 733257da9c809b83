import type { RecordEvent } from '../../domain/record-event.js';
import { type AlertMessage, alertMessage } from './alert-message.js';
import { type EventContext, type EventJson, eventJson } from './event-json.js';
import { olderMessage } from './older-message.js';

/** What is kept of an event until it is delivered, from which each format is made only then. */
export interface ToldEvent {
  readonly event: EventJson;
  readonly message: AlertMessage;
}

export function toldEvent(event: RecordEvent, context: EventContext): ToldEvent {
  const json = eventJson(event, context);
  return { event: json, message: alertMessage(event, json.url, context) };
}

/** What `JSON.stringify()` made of one; formerly the event was kept alone. Throws `SyntaxError`. */
export function readToldEvent(payload: string): ToldEvent {
  const kept = JSON.parse(payload) as ToldEvent | EventJson;
  return isOlder(kept) ? { event: kept, message: olderMessage(kept) } : kept;
}

function isOlder(kept: ToldEvent | EventJson): kept is EventJson {
  return typeof kept.event === 'string';
}
