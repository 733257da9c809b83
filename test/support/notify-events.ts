import type { AlertLogEntry, BurnRateEvidence, NoDataEvidence } from '../../src/domain/alert-evidence.js';
import { HOUR_MS, MINUTE_MS } from '../../src/domain/clock.js';
import type { RecordedIncident } from '../../src/domain/incident.js';
import type { Maintenance } from '../../src/domain/operator-action.js';
import type { RecordEvent } from '../../src/domain/record-event.js';
import type { NotifyTarget } from '../../src/publish/notify/notify-target.js';
import type { EventContext } from '../../src/publish/notify/event-json.js';
import { toldOf } from './mackerel-webhooks.js';
import { FAST_BURN, slo } from './slo-samples.js';

const T0 = Date.parse('2026-10-20T12:00:00Z');

export const NOTIFY_CONTEXT: EventContext = {
  slos: [
    slo({ key: 'availability#strict', objectiveName: 'strict' }),
    slo({ name: 'backbone', displayName: 'Backbone', visibility: 'internal' }),
  ],
  org: 'Example Resolver',
  baseUrl: 'https://status.example.org/',
  effectsOf: () => [{ slo: 'availability', effect: 'counted', noticeMs: HOUR_MS }],
};

/** A target with nothing but what it must have. */
export function notifyTarget(changes: Partial<NotifyTarget> = {}): NotifyTarget {
  return {
    name: 'ops',
    webhook: 'https://hooks.example.org/s3cret',
    events: ['alert', 'incident', 'maintenance'],
    format: 'json',
    template: null,
    secret: null,
    headers: {},
    criticalOnly: false,
    allowPrivate: false,
    ...changes,
  };
}

type Names = Partial<Record<'title' | 'message' | 'alert' | 'explanation' | 'impact', string>>;

/** An event of each kind and action, by what it is; what people name is `Names`, where given. */
export function notifyEvents(names: Names = {}): Readonly<Record<string, RecordEvent>> {
  const { title = 'Timeouts at ns2', message = 'We are **looking** into it.' } = names;
  const incidentOf = (slos: readonly string[]): RecordedIncident => {
    const update = (id: number, state: 'investigating' | 'identified' | 'resolved', minutes: number) => {
      const atMs = T0 + minutes * MINUTE_MS;
      return { id, state, message, atMs, recordedAtMs: atMs, recordedBy: 'ada' };
    };
    const updates = [update(4, 'investigating', 0), update(6, 'identified', 10), update(9, 'resolved', 60)];
    const none = { postMortemUrl: null, postMortemAtMs: null, postMortems: [] };
    return { id: 3, title, impact: 'major', slos, updates, ...none };
  };
  const [outside, inside] = [incidentOf(['availability']), incidentOf(['backbone'])];
  const postMortem = { url: 'https://example.org/pm', recordedAtMs: T0 + 2 * HOUR_MS, recordedBy: 'bob' };
  const after = { ...outside, postMortemUrl: postMortem.url, postMortems: [postMortem] };
  const events = {
    'alert-firing': { kind: 'alert', entry: burning(names, 'firing'), firing: id(1) },
    'alert-resolved': { kind: 'alert', entry: burning(names, 'ok'), firing: id(1) },
    'alert-silence-firing': { kind: 'alert', entry: silent(names, 'firing'), firing: id(3) },
    'alert-silence-resolved': { kind: 'alert', entry: silent(names, 'ok'), firing: id(3) },
    'alert-gone-firing': { kind: 'alert', entry: { ...silent(names, 'firing'), slo: 'gone' }, firing: id(5) },
    'incident-opened': { kind: 'incident', incident: outside, update: outside.updates[0]! },
    'incident-updated': { kind: 'incident', incident: outside, update: outside.updates[1]! },
    'incident-resolved': { kind: 'incident', incident: outside, update: outside.updates[2]! },
    'incident-internal': { kind: 'incident', incident: inside, update: inside.updates[0]! },
    'incident-told-late': { kind: 'incident', incident: toldLate(outside), update: toldLate(outside).updates[1]! },
    'post-mortem': { kind: 'post-mortem', incident: after, postMortem },
    'maintenance-announced': { kind: 'maintenance', action: 'announced', maintenance: work(names) },
    'maintenance-begins': { kind: 'maintenance', action: 'begins', maintenance: work(names) },
    'maintenance-ends': { kind: 'maintenance', action: 'ends', maintenance: work(names) },
    'maintenance-cancelled': {
      kind: 'maintenance',
      action: 'cancelled',
      maintenance: { ...work(names), message: null, slos: [], cancelledAtMs: T0 + MINUTE_MS, cancelledBy: 'bob' },
    },
    'mackerel-firing': { kind: 'mackerel', received: atMackerel(names, true) },
    'mackerel-resolved': { kind: 'mackerel', received: atMackerel(names, false) },
  } as const;
  return Object.fromEntries(
    Object.entries(events).map(([name, event], index) => [name, { position: index, id: id(index + 1), ...event }]),
  );
}

/** As the journal gives them. */
function id(index: number): string {
  return String(index).padStart(32, 'f');
}

/** Told after the end, of a time before it. */
function toldLate(incident: RecordedIncident): RecordedIncident {
  const [first, second, last] = incident.updates;
  return { ...incident, updates: [first!, { ...second!, id: 12, recordedAtMs: T0 + 3 * HOUR_MS }, last!] };
}

function work({ title = 'Rack move', message = 'Nothing will be felt.' }: Names): Maintenance {
  return {
    id: 7,
    title,
    message,
    fromMs: T0 + HOUR_MS,
    toMs: T0 + 2 * HOUR_MS,
    slos: ['availability', 'backbone'],
    recordedAtMs: T0,
    recordedBy: 'ada',
    cancelledAtMs: null,
    cancelledBy: null,
  };
}

/** As Mackerel's webhook tells of it. */
function atMackerel(
  { title = 'SLO Availability: fast-burn', message = 'Call the data centre.' }: Names,
  isOpen: boolean,
) {
  const told = toldOf('4Vv5XyZ1abc', T0 + (isOpen ? 5_000 : HOUR_MS), isOpen);
  return { ...told, alert: { ...told.alert, monitorName: title, memo: message, openedAtMs: T0 } };
}

function burning({ alert = 'fast-burn', explanation }: Names, to: 'firing' | 'ok'): AlertLogEntry {
  const window = (lengthMs: number) => {
    const counted = { good: 3537, valid: 3600 };
    return { lengthMs, counted, attempts: counted, burnRate: 17.5 };
  };
  const change = { from: to === 'ok' ? 'firing' : 'ok', to, atMs: T0 + (to === 'ok' ? HOUR_MS : 0) } as const;
  const evidence: BurnRateEvidence = {
    ...change,
    heldMs: null,
    rule: FAST_BURN,
    unit: { kind: 'attempts' },
    long: window(HOUR_MS),
    short: window(5 * MINUTE_MS),
    thresholdUs: null,
    failures: [],
    periodText: '28d',
    consumed: 0.4,
    exhaustsAtMs: null,
  };
  const why = '63 of 3,600 attempts failed in 1 h: 52 timeouts at ns2 <192.0.2.53> & 11 SERVFAIL';
  const about = { slo: 'availability#strict', alert, severity: 'page', explanation: explanation ?? why } as const;
  return { ...about, ...change, evidence };
}

/** Of an internal SLO. */
function silent({ alert = 'no-data', explanation }: Names, to: 'firing' | 'ok'): AlertLogEntry {
  const change = { from: to === 'ok' ? 'firing' : 'ok', to, atMs: T0 + (to === 'ok' ? HOUR_MS : 0) } as const;
  const rule = { kind: 'no-data', name: 'no-data', severity: 'ticket', afterMs: 10 * MINUTE_MS } as const;
  const nothing = { lastHeardMs: null, lastHeard: null, proberErrors: null };
  const evidence: NoDataEvidence = { ...change, heldMs: null, rule, ...nothing };
  const about = {
    slo: 'backbone',
    alert,
    severity: 'ticket',
    explanation: explanation ?? 'No attempt for 10 min.',
  } as const;
  return { ...about, ...change, evidence };
}
