import { isoTime } from '../../domain/clock.js';
import type { RecordEvent } from '../../domain/record-event.js';
import type { SloDefinition } from '../../domain/slo-definition.js';
import type { ReceivedMackerelAlert } from '../../domain/mackerel-alert.js';
import { markdownPlain } from '../markdown/markdown-plain.js';
import { plainLine, plainLines } from '../markdown/plain-characters.js';
import { sloTitle } from '../status-page/slo-title.js';
import { type EventContext, incidentAction, maintenanceTimeMs } from './event-json.js';
import { mackerelEventTime } from './mackerel-event.js';

/**
 * What is told of an event, in the words of services that page or chat, whatever the event is: what formats
 * other than our own JSON are made of. Made once, when the event happens, and kept with it.
 */
export interface AlertMessage {
  /** One for each firing of an alert, or incident: its end has the same. */
  readonly uid: string;
  /** Who tells it; `null`: nobody in particular. */
  readonly org: string | null;
  /** One line. */
  readonly title: string;
  /** `notice`: no alert, so that nothing need be closed. */
  readonly state: 'alerting' | 'ok' | 'notice';
  readonly severity: 'critical' | 'warning' | 'info';
  /** Plain text, of several lines perhaps. */
  readonly text: string;
  readonly link: string | null;
  readonly imageUrl: string | null;
  readonly atMs: number;
}

/** Of a kind of event; who tells it and where it is to be read is the same for all. */
type Words = Omit<AlertMessage, 'org' | 'link' | 'imageUrl'> & Partial<Pick<AlertMessage, 'org' | 'link' | 'imageUrl'>>;

/**
 * The message of an event; a further kind of event is a further function here.
 *
 * @param url where the event is to be read by everybody, `null` if nowhere
 */
export function alertMessage(event: RecordEvent, url: string | null, context: EventContext): AlertMessage {
  const words = wordsOf(event, context);
  const { org = context.org, link = url, imageUrl = null } = words;
  return { ...words, title: plainLine(words.title), text: plainLines(words.text), org, link, imageUrl };
}

/** `[Example Resolver] Availability: fast-burn is firing`. */
export function headline({ org, title }: Pick<AlertMessage, 'org' | 'title'>): string {
  return org === null ? title : `[${plainLine(org)}] ${title}`;
}

function wordsOf(event: RecordEvent, context: EventContext): Words {
  switch (event.kind) {
    case 'alert':
      return alertWords(event, context);
    case 'incident':
      return incidentWords(event, context);
    case 'post-mortem': {
      const { incident, postMortem } = event;
      const title = `Post-mortem of incident: ${incident.title}`;
      const notice = { uid: incidentUid(incident.id), state: 'notice', severity: 'info' } as const;
      return { ...notice, title, text: postMortem.url, atMs: postMortem.recordedAtMs };
    }
    case 'maintenance':
      return maintenanceWords(event, context);
    case 'mackerel':
      return mackerelWords(event.received);
    default:
      return event satisfies never;
  }
}

/** The store knows alerts that were told by the same `uid` (migration 008). */
function alertWords({ entry, firing }: EventOf<'alert'>, { slos }: EventContext): Words {
  const definition = slos.find(({ key }) => key === entry.slo);
  const isFiring = entry.to === 'firing';
  return {
    uid: `alert-${firing}`,
    title: `${definition === undefined ? entry.slo : sloTitle(definition)}: ${entry.alert} is ${isFiring ? 'firing' : 'resolved'}`,
    state: isFiring ? 'alerting' : 'ok',
    severity: entry.severity === 'page' ? 'critical' : 'warning',
    text: entry.explanation,
    atMs: entry.atMs,
  };
}

function incidentWords(event: EventOf<'incident'>, { slos }: EventContext): Words {
  const { incident, update } = event;
  const action = incidentAction(event);
  // What is told of a time before its end, but after it was over, must not open it again.
  const isOver = incident.updates.some(({ state, id }) => state === 'resolved' && id <= update.id);
  return {
    uid: incidentUid(incident.id),
    title: `Incident ${action === 'updated' ? update.state : action}: ${incident.title}`,
    state: isOver ? 'ok' : 'alerting',
    severity: incident.impact === 'minor' ? 'warning' : 'critical',
    text: [markdownPlain(update.message), `Impact: ${incident.impact}.${affected(incident.slos, slos)}`].join('\n'),
    atMs: update.atMs,
  };
}

/** What Mackerel says, and what whoever is paged should know by its monitor. */
function mackerelWords(received: ReceivedMackerelAlert): Words {
  const { alert } = received;
  const isOver = !alert.isOpen;
  return {
    uid: `mackerel-${alert.id}`,
    title: `${alert.monitorName === '' ? 'An alert' : alert.monitorName} is ${isOver ? 'ok' : alert.status}`,
    ...(alert.org === '' ? {} : { org: alert.org }),
    state: isOver ? 'ok' : 'alerting',
    severity: alert.status === 'critical' ? 'critical' : 'warning',
    text: [alert.message, alert.memo].filter((text) => text !== '').join('\n'),
    link: alert.url,
    imageUrl: alert.imageUrl,
    atMs: mackerelEventTime(received),
  };
}

function maintenanceWords(event: EventOf<'maintenance'>, { slos }: EventContext): Words {
  const { action, maintenance } = event;
  const { id, title, message, fromMs, toMs } = maintenance;
  const times = `${isoTime(fromMs)} to ${isoTime(toMs)}.${affected(maintenance.slos, slos)}`;
  return {
    uid: `maintenance-${String(id)}`,
    title: `Maintenance ${action}: ${title}`,
    state: 'notice',
    severity: 'info',
    text: [times, ...(message === null ? [] : [markdownPlain(message)])].join('\n'),
    atMs: maintenanceTimeMs(event),
  };
}

type EventOf<K extends RecordEvent['kind']> = Extract<RecordEvent, { readonly kind: K }>;

function incidentUid(id: number): string {
  return `incident-${String(id)}`;
}

/** As people call them; nothing where none is named. */
function affected(names: readonly string[], slos: readonly SloDefinition[]): string {
  const titles = names.map((name) => slos.find((slo) => slo.name === name)?.displayName ?? name);
  return titles.length === 0 ? '' : ` Affects: ${titles.join(', ')}.`;
}
