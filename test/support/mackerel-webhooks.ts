import type { ReceivedMackerelAlert } from '../../src/domain/mackerel-alert.js';

/** Bodies of Mackerel's webhooks, one of every type of monitor, with the fields that its documentation gives them. */
const alert = (more: object = {}) => ({
  id: '4Vv5XyZ1abc',
  url: 'https://mackerel.io/orgs/example/alerts/4Vv5XyZ1abc',
  openedAt: 1_793_000_000,
  closedAt: null,
  createdAt: 1_793_000_000_244,
  statusChangedAt: 1_793_000_000,
  status: 'critical',
  isOpen: true,
  trigger: 'monitor',
  monitorName: 'SLO Availability: fast-burn',
  ...more,
});

const body = (type: string, more: object = {}) => ({
  orgName: 'example',
  event: 'alert',
  type,
  message: 'slo.availability.alert_fast-burn 1 > 0',
  memo: 'Runbook: https://wiki.example.org/dns',
  imageUrl: null,
  alert: alert(),
  ...more,
});

const host = {
  id: '22D4…',
  name: 'ns1.example.org',
  url: 'https://mackerel.io/orgs/example/hosts/22D4',
  type: 'unknown',
  status: 'working',
  memo: '',
  isRetired: false,
  roles: [{ fullname: 'dns: resolver', serviceName: 'dns', roleName: 'resolver', serviceUrl: '…', roleUrl: '…' }],
};

export const MACKEREL_WEBHOOKS: Readonly<Record<string, object>> = {
  service: body('service', {
    service: { id: '3xA', name: 'dns', memo: '', orgId: '2kB', roles: [{ id: '5C', name: 'resolver', memo: '' }] },
    alert: alert({
      metricLabel: 'slo.availability.alert_fast-burn',
      metricValue: 1,
      criticalThreshold: 0,
      monitorOperator: '>',
      duration: 1,
    }),
  }),
  closed: body('service', {
    service: { id: '3xA', name: 'dns', memo: '', orgId: '2kB', roles: [] },
    alert: alert({ status: 'ok', isOpen: false, closedAt: 1_793_000_600 }),
  }),
  host: body('host', {
    host,
    imageUrl: 'https://mackerel.io/embed/public/graph.png',
    alert: alert({ status: 'warning', metricLabel: 'CPU %', metricValue: 93.5, warningThreshold: 90.5 }),
  }),
  expression: body('expression', { alert: alert({ metricValue: 12.25, criticalThreshold: 10.5 }) }),
  external: body('external', { alert: alert({ monitorName: 'https://status.example.org/' }) }),
  check: body('check', {
    host,
    message: 'UNKNOWN: no answer',
    alert: alert({ status: 'unknown', monitorName: 'slo' }),
  }),
  connectivity: body('connectivity', { host, alert: alert({ monitorName: 'connectivity' }) }),
  anomalyDetection: body('anomalyDetection', { host, alert: alert({ status: 'warning' }) }),
  query: body('query', {
    alert: alert({ metricLabel: '{resolver="ns1"}', metricValue: 0.93, criticalThreshold: 0.95 }),
  }),
  sample: { event: 'sample', message: 'Sample Notification from Mackerel', imageUrl: null },
  hostStatus: { orgName: 'example', event: 'hostStatus', user: { id: 'u' }, host, fromStatus: 'working' },
  alertGroup: { orgName: 'example', event: 'alertGroup', alertGroup: { id: 'g', status: 'CRITICAL' } },
};

/** An alert of a monitor as a webhook tells of it. */
export function mackerelWebhook(more: object = {}): object {
  return body('service', { service: { name: 'dns' }, alert: alert(more) });
}

/** What the store keeps of a webhook, received at a time of the epoch's. */
export function toldOf(id: string, receivedAtMs: number, isOpen = true): ReceivedMackerelAlert {
  const status = isOpen ? ('critical' as const) : ('ok' as const);
  const names = {
    org: 'example',
    type: 'service',
    service: 'dns',
    host: null,
    monitorName: 'SLO Availability: fast-burn',
  };
  const texts = { message: 'slo.availability.alert_fast-burn 1 > 0', memo: 'Runbook', imageUrl: null };
  const url = `https://mackerel.io/orgs/example/alerts/${id}`;
  const times = { openedAtMs: 0, closedAtMs: isOpen ? null : receivedAtMs };
  return { id: 1, receivedAtMs, alert: { id, status, isOpen, url, ...names, ...texts, ...times } };
}
