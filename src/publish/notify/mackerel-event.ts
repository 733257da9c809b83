import { isoTime } from '../../domain/clock.js';
import type { MackerelAlert, ReceivedMackerelAlert } from '../../domain/mackerel-alert.js';
import { isoOrNull } from '../operator/iso-or-null.js';

/** When what Mackerel told of happened: an alert opened or closed, or it was told of again as its status changed. */
export function mackerelEventTime({ receivedAtMs, alert }: ReceivedMackerelAlert): number {
  return alert.isOpen ? receivedAtMs : (alert.closedAtMs ?? receivedAtMs);
}

/** An alert of Mackerel's as targets receive it: `action` is `firing` or `resolved`, as of our own alerts. */
export function mackerelAction({ isOpen }: MackerelAlert): 'firing' | 'resolved' {
  return isOpen ? 'firing' : 'resolved';
}

export function mackerelAlertJson(alert: MackerelAlert): object {
  const { id, org, type, service, host, monitorName, status, message, memo, imageUrl, url } = alert;
  const times = { openedAt: isoTime(alert.openedAtMs), closedAt: isoOrNull(alert.closedAtMs) };
  return { id, org, type, service, host, monitor: monitorName, status, message, memo, imageUrl, url, ...times };
}
