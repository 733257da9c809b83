import type { SloDefinition } from '../domain/slo-definition.js';
import { LONGEST_ALERT_MS } from '../judge/alert/default-alerts.js';
import { ownAlertWindowsMs } from '../judge/alert/own-alerts.js';
import { BURN_WINDOWS } from '../judge/slo/burn-windows.js';
import { budgetWindow, type KeptWindow, rollingWindow } from './kept-window.js';

/** The windows that must be kept to judge the SLOs, the shortest first: those of burn rates and alerts, and those of their budgets. */
export function keptWindows(slos: readonly SloDefinition[]): readonly KeptWindow[] {
  const lengthsMs = [...Object.values(BURN_WINDOWS), ...slos.flatMap(ownAlertWindowsMs)];
  const windows = [...lengthsMs.map(rollingWindow), ...slos.map(budgetWindow)];
  const byKey = new Map(windows.map((window) => [window.key, window]));
  return [...byKey.values()].sort((a, b) => a.longestMs - b.longestMs);
}

/** The longest window that any alert looks at. */
export function longestAlertMs(slos: readonly SloDefinition[]): number {
  return Math.max(LONGEST_ALERT_MS, ...slos.flatMap(ownAlertWindowsMs));
}
