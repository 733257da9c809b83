import createCalendar, {
  ICalCalendarMethod,
  ICalEventClass,
  type ICalEventData,
  ICalEventStatus,
  ICalEventTransparency,
} from 'ical-generator';

import { maintenanceEndMs, wasCalledOff } from '../../domain/maintenance-state.js';
import type { PublicMaintenance } from '../../domain/public-records.js';
import { Representation } from '../http/representation.js';
import { markdownPlain } from '../markdown/markdown-plain.js';
import { plainLine } from '../markdown/plain-characters.js';
import { addressesOf } from '../site/addresses.js';
import { type PublicSlo, publicSlos } from '../site/public-slos.js';
import type { Site } from '../site/site.js';
import { maintenanceIdName, stableUuid } from '../site/stable-id.js';
import type { PageContext } from '../status-page/page-context.js';
import { titlesOf } from './entry-context.js';

const MAX_EVENTS = 100;
const REFRESH_S = 3_600;

/** Maintenance as iCalendar (RFC 5545) to subscribe to: the latest that begins first. */
export function maintenanceCalendar({ records, snapshot }: Site, page: PageContext): Representation {
  const calendar = createCalendar({
    name: plainLine(page.title),
    prodId: { company: 'resolver-slo', product: 'maintenance' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: REFRESH_S,
  });
  const slos = publicSlos(snapshot);
  const latest = records.maintenances.toSorted((a, b) => b.fromMs - a.fromMs).slice(0, MAX_EVENTS);
  for (const maintenance of latest) calendar.createEvent(eventOf(maintenance, slos, page));
  return new Representation('text/calendar; charset=utf-8', calendar.toString());
}

function eventOf(maintenance: PublicMaintenance, slos: readonly PublicSlo[], page: PageContext): ICalEventData {
  const { id, title, fromMs, recordedAtMs, cancelledAtMs } = maintenance;
  const isOff = wasCalledOff(maintenance);
  const changedAt = new Date(cancelledAtMs ?? recordedAtMs);
  return {
    id: stableUuid(page.siteKey, maintenanceIdName(id)),
    // RFC 5545 §3.8.7.4: raised with each change that those who have the event must take over.
    sequence: cancelledAtMs === null ? 0 : 1,
    status: isOff ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    summary: plainLine(title),
    description: descriptionOf(maintenance, slos),
    start: new Date(fromMs),
    // What was called off keeps its time, so that people see what it was.
    end: new Date(isOff ? maintenance.toMs : maintenanceEndMs(maintenance)),
    stamp: changedAt,
    created: new Date(recordedAtMs),
    lastModified: changedAt,
    // A relative one could not be resolved in a calendar.
    url: page.baseUrl === null ? null : addressesOf(page).page(`maintenance/${String(id)}`),
    class: ICalEventClass.PUBLIC,
    // Whoever reads of it is not busy with it.
    transparency: ICalEventTransparency.TRANSPARENT,
    categories: [{ name: 'MAINTENANCE' }],
  };
}

function descriptionOf({ message, slos: names }: PublicMaintenance, slos: readonly PublicSlo[]): string | null {
  const parts = [message === null ? '' : markdownPlain(message), titlesOf(names, slos).join(', ')];
  const text = parts.filter((part) => part !== '').join('\n\n');
  return text === '' ? null : text;
}
