import type { NotifyEvent } from './notify-target.js';
import type { ToldEvent } from './told-event.js';

/** Kinds of events of which there are any. */
export type SampleKind = Exclude<NotifyEvent, 'attack'>;

export const SAMPLE_KINDS: readonly SampleKind[] = ['alert', 'incident', 'maintenance', 'mackerel'];

const AT = '2026-11-05T01:02:00Z';
const END = '2026-11-05T03:00:00Z';
const AT_MS = Date.parse(AT);
const head = (event: SampleKind, action: string) => ({
  id: '5c1d0f6c2c1f4d0c9a8d5a4f1c7e9b21',
  event,
  action,
  time: AT,
  public: true,
  url: 'https://status.example.org/',
});
/** What concerns internal SLOs, or nobody said where the page is. */
const bare = (event: SampleKind, action: string) => ({ ...head(event, action), public: false, url: null });

const message = {
  uid: 'alert-5c1d0f6c2c1f4d0c9a8d5a4f1c7e9b21',
  org: 'Example Resolver',
  title: 'Availability: fast-burn is firing',
  state: 'alerting',
  severity: 'critical',
  text: '63 of 3,600 attempts failed in 1 h',
  link: 'https://status.example.org/',
  imageUrl: 'https://status.example.org/a.png',
  atMs: AT_MS,
} as const;
const ok = { ...message, state: 'ok', severity: 'warning', link: null, imageUrl: null, org: null } as const;
const notice = { ...ok, state: 'notice', severity: 'info' } as const;

const update = {
  status: 'investigating',
  message: 'We are looking into it.',
  at: AT,
  recordedAt: AT,
  recordedBy: 'alice',
};
const postMortem = { url: 'https://example.org/post-mortem', recordedAt: AT, recordedBy: 'alice' };
const incident = {
  id: 3,
  title: 'Timeouts at ns2',
  impact: 'major',
  slos: ['availability', 'latency'],
  status: 'investigating',
  openedAt: AT,
  resolvedAt: null,
  updates: [update, update],
  postMortem: null,
  postMortems: [],
};
const one = { ...incident, slos: ['availability'], updates: [update] };
const over = { ...incident, slos: [], status: 'resolved', resolvedAt: END };
const effect = { slo: 'availability', effect: 'excluded', notice: '1d' };
const maintenance = {
  id: 7,
  title: 'Rack move',
  message: 'Nothing will be felt.',
  from: AT,
  to: END,
  slos: ['availability', 'latency'],
  state: 'scheduled',
  recordedAt: AT,
  recordedBy: 'alice',
  cancelledAt: null,
  cancelledBy: null,
  effects: [effect, effect],
};
const cancelled = { ...maintenance, message: null, slos: [], effects: [], cancelledAt: AT, cancelledBy: 'bob' };
const slo = {
  name: 'availability',
  objectiveName: 'strict',
  displayName: 'Availability',
  service: 'public-resolver',
  objective: 0.999,
};
const alert = {
  name: 'fast-burn',
  severity: 'page',
  state: 'firing',
  longWindow: '1h',
  shortWindow: '5m',
  threshold: 13.44,
};
const silence = {
  ...alert,
  name: 'no-data',
  severity: 'ticket',
  state: 'resolved',
  longWindow: null,
  shortWindow: null,
  threshold: null,
};
const gone = { ...slo, objectiveName: null, service: null, objective: null };

const mackerel = {
  id: '4Vv5XyZ1abc',
  org: 'example',
  type: 'service',
  service: 'dns',
  host: 'ns1.example.org',
  monitor: 'SLO Availability: fast-burn',
  status: 'critical',
  message: 'slo.availability.alert_fast-burn 1 > 0',
  memo: 'Runbook: https://wiki.example.org/dns',
  imageUrl: 'https://mackerel.io/embed/graph.png',
  url: 'https://mackerel.io/orgs/example/alerts/4Vv5XyZ1abc',
  openedAt: AT,
  closedAt: null,
};
const closed = { ...mackerel, service: null, host: null, status: 'ok', imageUrl: null, url: null, closedAt: END };

/**
 * An event of each kind and action, with everything there may be (of lists, several items) and with as little as
 * there may be, by which templates are judged. A test holds them to what `toldEvent()` makes; a further kind of event is a further line.
 */
export const SAMPLES: readonly ToldEvent[] = [
  { event: { ...head('alert', 'firing'), slo, alert, explanation: message.text }, message },
  { event: { ...bare('alert', 'resolved'), slo: gone, alert: silence, explanation: ok.text }, message: ok },
  { event: { ...head('incident', 'opened'), incident, update }, message },
  { event: { ...bare('incident', 'updated'), incident: one, update }, message: ok },
  { event: { ...bare('incident', 'resolved'), incident: over, update }, message: ok },
  {
    event: {
      ...head('incident', 'post-mortem'),
      incident: { ...over, postMortem: postMortem.url, postMortems: [postMortem, postMortem] },
      postMortem,
    },
    message: notice,
  },
  { event: { ...head('maintenance', 'announced'), maintenance }, message: { ...notice, link: message.link } },
  { event: { ...bare('maintenance', 'cancelled'), maintenance: cancelled }, message: notice },
  { event: { ...bare('maintenance', 'begins'), maintenance }, message: notice },
  { event: { ...head('maintenance', 'ends'), maintenance }, message: notice },
  { event: { ...bare('mackerel', 'firing'), mackerel }, message },
  { event: { ...bare('mackerel', 'resolved'), mackerel: closed }, message: ok },
];

export function sampleKindOf({ event }: ToldEvent): SampleKind {
  return event.event as SampleKind;
}
