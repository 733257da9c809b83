import type { Simulated, WhatIf } from '../app/what-if/what-if.js';
import { isoTime } from '../domain/clock.js';
import { formatDuration } from '../domain/duration.js';
import { countWords, lengthWords, percentWords } from '../judge/alert/figure-words.js';
import { BUDGET_TO_SPARE } from '../judge/slo/suggest-objective.js';
import { sli } from '../judge/slo/sli.js';
import { NO_DATA, objectiveText, sliText } from './share-text.js';
import type { TextStyle } from './terminal-style.js';
import { wrapWords } from './wrap-words.js';

/** What would have been beside what is, for people. */
export function whatIfText(name: string, text: string, found: WhatIf, { columns, paint }: TextStyle): string {
  const [today, changed] = found.simulated;
  if (today === undefined || changed === undefined) return '';
  const { history, judged } = found;
  const lines = [
    paint('bold', `${name}: what if ${text}`),
    row(['', 'today', 'what if']),
    ...figureRows.map(([label, textOf]) => row([label, textOf(today), textOf(changed)])),
    '',
    `Alerts that would have fired from ${isoTime(judged.fromMs)} to ${isoTime(judged.toMs)}, judged once a minute:`,
    ...alertRows(today, changed),
    '',
    ...[
      ['today', today],
      ['what if', changed],
    ].map(([label, one]) => suggestion(label as string, one as Simulated, lengthWords(history.toMs - history.fromMs))),
  ];
  return `${lines.flatMap((line) => wrapWords(line, columns, '  ')).join('\n')}\n`;
}

const figureRows: readonly (readonly [string, (one: Simulated) => string])[] = [
  ['objective', ({ definition }) => objectiveText(definition.objective)],
  ['window', ({ definition }) => definition.periodText],
  ['SLI', ({ status }) => sliText(status.sli, status.objective)],
  ['good of valid', ({ status }) => `${countWords(status.good)} of ${countWords(status.valid)}`],
  ['budget spent', ({ status: { errorBudget } }) => shareText(errorBudget.consumed)],
  ['status', ({ status }) => status.status.replace('_', ' ')],
];

function row([label = '', today = '', changed = '']: readonly string[]): string {
  return `  ${label.padEnd(22)}  ${today.padEnd(24)}  ${changed}`.trimEnd();
}

function shareText(share: number | null): string {
  return share === null ? NO_DATA : percentWords(share);
}

function alertRows(today: Simulated, changed: Simulated): readonly string[] {
  const names = [...new Set([...today.alerts, ...changed.alerts].map(({ rule }) => rule.name))];
  return names.map((name) => row([name, firedText(today, name), firedText(changed, name)]));
}

/** `2 times, 1 h 12 m in all`; `–` of an alert that this definition does not have. */
function firedText({ alerts }: Simulated, name: string): string {
  const alert = alerts.find(({ rule }) => rule.name === name);
  if (alert === undefined) return NO_DATA;
  if (alert.fired === 0) return 'never';
  const times = alert.fired === 1 ? 'once' : `${countWords(alert.fired)} times`;
  return `${times}, ${lengthWords(alert.firedMs)}${alert.isFiring ? ', still' : ''}`;
}

function suggestion(label: string, { worst, definition, suggestedObjective }: Simulated, kept: string): string {
  const { periodText } = definition;
  if (worst === null)
    return `Suggested objective (${label}): none, ${kept} of minutes hold no full window of ${periodText}.`;
  const found = `the worst of ${countWords(worst.windows)} full windows of ${periodText} in ${kept} of minutes was ${sliText(sli(worst), 0.9999)} (to ${isoTime(worst.window.toMs)})`;
  const left = `with ${percentWords(BUDGET_TO_SPARE)} of the budget left`;
  if (suggestedObjective === null)
    return `Suggested objective (${label}): none, not even 90 % was met ${left}; ${found}.`;
  return `Suggested objective (${label}): ${objectiveText(suggestedObjective)}, which every window met ${left}; ${found}.`;
}

/** The same for scripts. */
export function whatIfJson({ history, judged, simulated: [today, changed] }: WhatIf): unknown {
  return {
    history: windowJson(history),
    judged: windowJson(judged),
    today: simulatedJson(today),
    whatIf: simulatedJson(changed),
  };
}

function windowJson({ fromMs, toMs }: WhatIf['history']) {
  return { from: isoTime(fromMs), to: isoTime(toMs) };
}

function simulatedJson(one: Simulated | undefined) {
  if (one === undefined) return null;
  const { status, alerts, worst, suggestedObjective } = one;
  return {
    status,
    alerts: alerts.map(({ rule, fired, firedMs, isFiring }) => ({
      name: rule.name,
      severity: rule.severity,
      threshold: rule.kind === 'burn-rate' ? rule.threshold : null,
      fired,
      firedFor: formatDuration(firedMs),
      isFiring,
    })),
    suggestedObjective,
    worstWindow:
      worst === null
        ? null
        : {
            ...windowJson(worst.window),
            good: worst.good,
            valid: worst.valid,
            sli: sli(worst),
            windows: worst.windows,
          },
  };
}
