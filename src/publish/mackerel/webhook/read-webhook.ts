import type { MackerelAlert, MackerelStatus } from '../../../domain/mackerel-alert.js';

/** What a webhook of Mackerel's tells (mackerel.io/docs, "Webhook"). */
export type MackerelWebhook =
  | { readonly kind: 'alert'; readonly alert: MackerelAlert }
  /** Somebody tests the notification channel. */
  | { readonly kind: 'sample'; readonly message: string }
  /** Of hosts, monitors, groups of alerts and the like: nothing to be done. */
  | { readonly kind: 'other'; readonly event: string }
  /** Not what Mackerel sends; `fault` says what is wrong with it. */
  | { readonly kind: 'invalid'; readonly fault: string };

type Fields = Readonly<Record<string, unknown>>;

const LONGEST_NAME = 500;
const LONGEST_TEXT = 4_000;
const LONGEST_URL = 2_000;

/**
 * Reads the body of a webhook, parsed from JSON. Only what identifies an alert must be there: the other fields
 * differ by type of monitor, may be absent, and are taken as they come, up to a length.
 */
export function readWebhook(body: unknown): MackerelWebhook {
  const root = fieldsOf(body);
  if (root === null) return invalid('the body', 'a JSON object', body);
  const { event } = root;
  if (typeof event !== 'string') return invalid('"event"', 'the name of an event', event);
  if (event === 'sample') return { kind: 'sample', message: text(root['message'], LONGEST_TEXT) };
  return event === 'alert' ? readAlert(root) : { kind: 'other', event: event.slice(0, LONGEST_NAME) };
}

function readAlert(root: Fields): MackerelWebhook {
  const alert = fieldsOf(root['alert']);
  if (alert === null) return invalid('"alert"', 'a JSON object', root['alert']);
  const { id } = alert;
  if (typeof id !== 'string' || !/^[A-Za-z0-9_-]{1,100}$/.test(id)) return invalid('"alert.id"', 'an id', id);
  const openedAtMs = epochMs(alert['openedAt']);
  if (openedAtMs === null) return invalid('"alert.openedAt"', 'seconds since the epoch', alert['openedAt']);
  const status = statusOf(alert['status']);
  if (status === null) return invalid('"alert.status"', 'ok, warning, critical or unknown', alert['status']);
  return { kind: 'alert', alert: { id, openedAtMs, status, ...about(root, alert, status) } };
}

function about(
  root: Fields,
  alert: Fields,
  status: MackerelStatus,
): Omit<MackerelAlert, 'id' | 'openedAtMs' | 'status'> {
  const isOpen = typeof alert['isOpen'] === 'boolean' ? alert['isOpen'] : status !== 'ok';
  return {
    org: text(root['orgName'], LONGEST_NAME),
    type: text(root['type'], LONGEST_NAME),
    service: nameOf(root['service']),
    host: nameOf(root['host']),
    monitorName: text(alert['monitorName'], LONGEST_NAME),
    isOpen,
    message: text(root['message'], LONGEST_TEXT),
    memo: text(root['memo'], LONGEST_TEXT),
    imageUrl: webUrl(root['imageUrl']),
    url: webUrl(alert['url']),
    closedAtMs: isOpen ? null : epochMs(alert['closedAt']),
  };
}

function nameOf(value: unknown): string | null {
  const name = fieldsOf(value)?.['name'];
  return typeof name === 'string' ? name.slice(0, LONGEST_NAME) : null;
}

/** Whole seconds; `createdAt` alone is in milliseconds. */
function epochMs(value: unknown): number | null {
  return typeof value === 'number' && value > 0 && value < 1e11 ? Math.round(value * 1_000) : null;
}

function statusOf(value: unknown): MackerelStatus | null {
  const known: readonly MackerelStatus[] = ['ok', 'warning', 'critical', 'unknown'];
  return known.find((one) => typeof value === 'string' && one === value.toLowerCase()) ?? null;
}

/** It is passed on as a link: nothing but a web page may be behind it. */
function webUrl(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > LONGEST_URL || !URL.canParse(value)) return null;
  return ['http:', 'https:'].includes(new URL(value).protocol) ? value : null;
}

function text(value: unknown, longest: number): string {
  return typeof value === 'string' ? value.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '') : '';
}

function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

function invalid(what: string, required: string, found: unknown): MackerelWebhook {
  const shown = found === undefined ? 'nothing' : JSON.stringify(found).slice(0, 60);
  return { kind: 'invalid', fault: `${what}: ${required} is required, found ${shown}` };
}
