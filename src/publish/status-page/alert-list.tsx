import type { VNode } from 'preact';

import type { AlertStatus } from '../../domain/slo-status.js';
import type { SloView } from '../../domain/snapshot.js';
import type { PageContext } from './page-context.js';
import { durationWords } from './period-words.js';

interface AlertListProps {
  readonly view: SloView;
  readonly page: PageContext;
}

/** The alerts of an SLO that fire, and when its budget will be spent; nothing where none does. */
export function AlertList({ view, page }: AlertListProps): VNode | null {
  const firing = view.status.alerts.filter((alert) => alert.state === 'firing');
  const { exhaustsAt } = view.status;
  if (firing.length === 0) return null;
  return (
    <ul class="alerts" role="list">
      {firing.map((alert) => (
        <li class={alert.severity}>
          <strong>{page.text.alertSeverity[alert.severity]}:</strong> {alertWords(alert, page)}
        </li>
      ))}
      {exhaustsAt !== null && <li>{page.text.exhausts(page.time.dateTime(Date.parse(exhaustsAt)))}</li>}
    </ul>
  );
}

export function alertWords(alert: AlertStatus, page: PageContext): string {
  return page.text.alert({
    name: alert.name,
    isNoData: alert.longWindow === null,
    threshold: alert.threshold === null ? null : String(Number(alert.threshold.toPrecision(3))),
    longWindow: alert.longWindow === null ? null : durationWords(alert.longWindow, page.text),
    since: alert.since === null ? null : page.time.dateTime(Date.parse(alert.since)),
  });
}
