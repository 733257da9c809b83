import { isoTime, MINUTE_MS } from '../../../domain/clock.js';
import { metricNamePart } from '../../../domain/mackerel-names.js';
import type { AlertStatus, SloStatus } from '../../../domain/slo-status.js';
import { percentWords } from '../../../judge/alert/figure-words.js';
import { cutCharacters } from '../cut-characters.js';

/** As Mackerel and its agent know them. */
export type CheckStatus = 'OK' | 'WARNING' | 'CRITICAL' | 'UNKNOWN';

export interface SloCheck {
  readonly status: CheckStatus;
  /** One line of at most 1024 characters. */
  readonly message: string;
}

const LONGEST_MESSAGE = 1_024;

/** What the check of an SLO is called. */
export function checkName({ name, objectiveName }: Pick<SloStatus, 'name' | 'objectiveName'>): string {
  const part = objectiveName === undefined ? '' : `-${metricNamePart(objectiveName)}`;
  return `slo-${metricNamePart(name)}${part}`;
}

/**
 * How an SLO stands as a check: critical while an alert pages or where the budget is spent, a warning while an
 * alert opens tickets or little of it is left, unknown without data.
 */
export function sloCheck(status: SloStatus): SloCheck {
  const firing = status.alerts.filter(({ state }) => state === 'firing');
  return { status: statusOf(status, firing), message: oneLine(messageOf(status, firing)) };
}

function statusOf(status: SloStatus, firing: readonly AlertStatus[]): CheckStatus {
  if (firing.some(({ severity }) => severity === 'page')) return 'CRITICAL';
  switch (status.status) {
    case 'violated':
      return 'CRITICAL';
    case 'at_risk':
      return 'WARNING';
    case 'no_data':
      return 'UNKNOWN';
    case 'met':
      return firing.length > 0 ? 'WARNING' : 'OK';
    default:
      return status.status satisfies never;
  }
}

function messageOf(status: SloStatus, firing: readonly AlertStatus[]): string {
  const { displayName, objectiveName, sli, objective, window, errorBudget, error } = status;
  const title = objectiveName === undefined ? displayName : `${displayName}, ${objectiveName}`;
  if (error !== undefined) return `${title}: it cannot be judged`;
  if (sli === null || errorBudget.remaining === null)
    return [`${title}: no data`, ...firing.map(firingWords)].join('; ');
  const parts = [
    `${title}: ${status.status.replace('_', ' ')}`,
    `${exactPercent(sli)} of ${exactPercent(objective)} over ${window.duration}`,
    `${budgetWords(errorBudget.remaining)} of the error budget left`,
    ...firing.map(firingWords),
  ];
  return parts.join('; ');
}

function firingWords({ name, since }: AlertStatus): string {
  const minute = since === null ? null : isoTime(Math.floor(Date.parse(since) / MINUTE_MS) * MINUTE_MS).slice(0, 16);
  return minute === null ? `${name} fires` : `${name} fires since ${minute}Z`;
}

/** Cut, not rounded: 99.9996 % is not all. */
function exactPercent(ratio: number): string {
  return `${String(Math.floor(Number((ratio * 100_000).toFixed(6))) / 1_000)} %`;
}

function budgetWords(remaining: number): string {
  if (remaining === 0) return '0 %';
  return remaining < 0 ? `−${percentWords(-remaining)}` : percentWords(remaining);
}

function oneLine(message: string): string {
  return cutCharacters(message.replaceAll(/\s+/gu, ' '), LONGEST_MESSAGE);
}
