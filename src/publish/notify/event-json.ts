import { isoTime } from '../../domain/clock.js';
import { formatDuration } from '../../domain/duration.js';
import { maintenanceState } from '../../domain/maintenance-state.js';
import type { Maintenance } from '../../domain/operator-action.js';
import type { MaintenanceEffect } from '../../domain/public-records.js';
import type { RecordEvent } from '../../domain/record-event.js';
import type { SloDefinition } from '../../domain/slo-definition.js';
import { recordedIncidentJson } from '../operator/incident-json.js';
import { maintenanceJson } from '../operator/maintenance-json.js';
import { mackerelAction, mackerelAlertJson, mackerelEventTime } from './mackerel-event.js';

/** What events are put into words with. */
export interface EventContext {
  readonly slos: readonly SloDefinition[];
  /** Who tells it: the title of the page, or the vantage. */
  readonly org: string;
  /** Of the public page; `null`: no links. */
  readonly baseUrl: string | null;
  readonly effectsOf: (maintenance: Maintenance) => readonly MaintenanceEffect[];
}

/** The kinds of events that a target may ask for. */
export function eventKind({ kind }: RecordEvent): 'incident' | 'maintenance' | 'alert' | 'mackerel' {
  return kind === 'post-mortem' ? 'incident' : kind;
}

/** What every event has; what else there is hangs on its kind. */
export interface EventJson {
  readonly id: string;
  readonly event: string;
  readonly action: string;
  readonly time: string;
  /** Whether the page shows it to everybody. */
  readonly public: boolean;
  /** Where; `null`: nowhere, or nobody said where the page is. */
  readonly url: string | null;
  readonly [ofItsKind: string]: unknown;
}

/** An event as targets receive it, documented in docs/guides/notify.md. Keys may be added, never changed. */
export function eventJson(event: RecordEvent, context: EventContext): EventJson {
  const { id } = event;
  const head: Head = (action, timeMs, isPublic, path) => ({
    id,
    event: eventKind(event),
    action,
    time: isoTime(timeMs),
    public: isPublic,
    url: isPublic && context.baseUrl !== null ? `${context.baseUrl.replace(/\/+$/, '')}${path}` : null,
  });
  switch (event.kind) {
    case 'incident':
    case 'post-mortem':
      return incidentEvent(event, head, context);
    case 'maintenance': {
      const { action, maintenance } = event;
      const [timeMs, shown] = [maintenanceTimeMs(event), maintenanceAt(event, context)];
      const path = `/maintenance/${String(maintenance.id)}`;
      return { ...head(action, timeMs, isPublic(maintenance.slos, context), path), maintenance: shown };
    }
    case 'alert':
      return alertEvent(event, head, context);
    case 'mackerel': {
      const { alert } = event.received;
      const own = head(mackerelAction(alert), mackerelEventTime(event.received), false, '');
      return { ...own, mackerel: mackerelAlertJson(alert) };
    }
    default:
      return event satisfies never;
  }
}

type Head = (action: string, timeMs: number, isPublic: boolean, path: string) => EventJson;

function incidentEvent(
  event: Extract<RecordEvent, { readonly kind: 'incident' | 'post-mortem' }>,
  head: Head,
  context: EventContext,
): EventJson {
  const { incident } = event;
  const [shown, path] = [isPublic(incident.slos, context), `/incidents/${String(incident.id)}`];
  const whole = recordedIncidentJson(incident);
  if (event.kind === 'post-mortem') {
    const { url, recordedAtMs, recordedBy } = event.postMortem;
    const postMortem = { url, recordedAt: isoTime(recordedAtMs), recordedBy };
    return { ...head('post-mortem', recordedAtMs, shown, path), incident: whole, postMortem };
  }
  const { state, message, atMs, recordedAtMs, recordedBy } = event.update;
  const update = { status: state, message, at: isoTime(atMs), recordedAt: isoTime(recordedAtMs), recordedBy };
  return { ...head(incidentAction(event), atMs, shown, path), incident: whole, update };
}

/** What an update was to its incident. */
export function incidentAction({
  incident,
  update,
}: Extract<RecordEvent, { readonly kind: 'incident' }>): 'opened' | 'updated' | 'resolved' {
  if (update.state === 'resolved') return 'resolved';
  return incident.updates.every(({ id }) => id >= update.id) ? 'opened' : 'updated';
}

/** Nothing in particular concerns everybody; what names internal SLOs only, or such as are gone, nobody outside. */
function isPublic(names: readonly string[], { slos }: EventContext): boolean {
  return names.length === 0 || slos.some(({ name, visibility }) => visibility === 'public' && names.includes(name));
}

type MaintenanceEvent = Extract<RecordEvent, { readonly kind: 'maintenance' }>;

/** When it was so. */
export function maintenanceTimeMs({ action, maintenance }: MaintenanceEvent): number {
  switch (action) {
    case 'announced':
      return maintenance.recordedAtMs;
    case 'cancelled':
      return maintenance.cancelledAtMs ?? maintenance.recordedAtMs;
    case 'begins':
      return maintenance.fromMs;
    case 'ends':
      return maintenance.toMs;
    default:
      return action satisfies never;
  }
}

/** As it was then, also where the daemon comes to tell of it later. */
function maintenanceAt(event: MaintenanceEvent, { effectsOf }: EventContext) {
  const { maintenance, action } = event;
  const then = action === 'cancelled' ? maintenance : { ...maintenance, cancelledAtMs: null, cancelledBy: null };
  return maintenanceJson(then, maintenanceState(then, maintenanceTimeMs(event)), effectsOf(maintenance));
}

function alertEvent(
  { entry }: Extract<RecordEvent, { readonly kind: 'alert' }>,
  head: Head,
  { slos }: EventContext,
): EventJson {
  const definition = slos.find(({ key }) => key === entry.slo);
  const { rule } = entry.evidence;
  const isBurning = rule.kind === 'burn-rate';
  const isFiring = entry.to === 'firing';
  const path = `/slo/${encodeURIComponent(definition?.name ?? '')}`;
  return {
    ...head(isFiring ? 'firing' : 'resolved', entry.atMs, definition?.visibility === 'public', path),
    slo: {
      name: definition?.name ?? entry.slo,
      objectiveName: definition?.objectiveName ?? null,
      displayName: definition?.displayName ?? entry.slo,
      service: definition?.service ?? null,
      objective: definition?.objective ?? null,
    },
    alert: {
      name: entry.alert,
      severity: entry.severity,
      state: isFiring ? 'firing' : 'resolved',
      longWindow: isBurning ? formatDuration(rule.longMs) : null,
      shortWindow: isBurning ? formatDuration(rule.shortMs) : null,
      threshold: isBurning ? rule.threshold : null,
    },
    explanation: entry.explanation,
  };
}
