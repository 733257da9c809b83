import type { VNode } from 'preact';

import type { AlertStatus, SloStatus } from '../../domain/slo-status.js';
import { Instant } from '../status-page/instant.js';
import type { PageContext } from '../status-page/page-context.js';
import { durationWords } from '../status-page/period-words.js';

interface AlertTableProps {
  readonly status: SloStatus;
  readonly page: PageContext;
}

/** Every alert of an objective: what it watches for, and whether it fires. */
export function AlertTable({ status, page }: AlertTableProps): VNode {
  const { alerts: words } = page.text.sloPage;
  return (
    <div class="alert-list">
      <h3>{words.title}</h3>
      {status.alerts.length === 0 && <p class="note">{words.none}</p>}
      <ul role="list">
        {firingFirst(status.alerts).map((alert) => (
          <AlertItem alert={alert} page={page} />
        ))}
      </ul>
      {status.exhaustsAt !== null && <p>{page.text.exhausts(page.time.dateTime(Date.parse(status.exhaustsAt)))}</p>}
    </div>
  );
}

const ORDER = ['firing', 'pending', 'ok'] as const;

function firingFirst(alerts: readonly AlertStatus[]): readonly AlertStatus[] {
  return ORDER.flatMap((state) => alerts.filter((alert) => alert.state === state));
}

function AlertItem({ alert, page }: { readonly alert: AlertStatus; readonly page: PageContext }): VNode {
  const { text } = page;
  const words = text.sloPage.alerts;
  return (
    <li class={`${alert.state} ${alert.severity}`}>
      <span class="alert-state">
        <strong>{words.states[alert.state]}</strong>
      </span>
      <span>
        <bdi>{alert.name}</bdi> <span class="note">({text.alertSeverity[alert.severity]})</span>
        {alert.since !== null && alert.state !== 'ok' && (
          <span class="alert-state">
            {' '}
            {text.events.since} <Instant timeMs={Date.parse(alert.since)} page={page} />
          </span>
        )}
      </span>
      <span class="note">{ruleWords(alert, page)}</span>
    </li>
  );
}

function ruleWords({ threshold, longWindow, shortWindow }: AlertStatus, { text }: PageContext): string {
  const words = text.sloPage.alerts;
  if (threshold === null || longWindow === null || shortWindow === null) return words.noDataRule;
  const times = String(Number(threshold.toPrecision(3)));
  return words.rule(times, durationWords(longWindow, text), durationWords(shortWindow, text));
}
