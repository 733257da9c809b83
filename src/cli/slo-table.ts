import type { AlertSeverity } from '../domain/alert-state.js';
import type { ControlStatus, SloState, SloStatus } from '../domain/slo-status.js';
import { countWords } from '../judge/alert/figure-words.js';
import { burnText, NO_DATA, objectiveText, percentText, sliText } from './share-text.js';
import { wrapWords } from './wrap-words.js';

/** Statuses for people, at most 80 columns wide (a longer name has a line of its own). `–` is no data. */
export function formatSloTable(statuses: readonly SloStatus[], isColored: boolean): string {
  if (statuses.length === 0) return 'No SLO is configured.\n';
  const paint = isColored ? colored : plain;
  const header = paint('bold', row(['SLO', 'objective', 'SLI', 'budget left', 'burn 1h / 6h']).trimEnd());
  return [header, ...statuses.flatMap((status) => linesOf(status, paint))].join('\n') + '\n';
}

type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green';
type Paint = (style: Style, text: string) => string;

const BAR_WIDTH = 8;
const NAME_WIDTH = 24;
const COLUMNS = 80;

const SGR: Readonly<Record<Style, number>> = { bold: 1, dim: 2, red: 31, yellow: 33, green: 32 };
const STYLE_OF: Readonly<Record<SloState, Style>> = {
  met: 'green',
  at_risk: 'yellow',
  violated: 'red',
  no_data: 'dim',
};
const WORD_OF: Readonly<Record<SloState, string>> = {
  met: 'met',
  at_risk: 'at risk',
  violated: 'violated',
  no_data: 'no data',
};

function colored(style: Style, text: string): string {
  return `\u001b[${String(SGR[style])}m${text}\u001b[0m`;
}

function plain(_style: Style, text: string): string {
  return text;
}

function linesOf(status: SloStatus, paint: Paint): readonly string[] {
  const name = nameOf(status);
  const isLong = name.length > NAME_WIDTH;
  const figures = row([isLong ? '' : name, ...figuresOf(status)]);
  const firing = firingText(status);
  return [
    ...(isLong ? [name] : []),
    figures,
    ...stateLines(status, paint),
    ...(firing === null ? [] : [paint('red', firing)]),
    ...detailLines(status).map((line) => paint('dim', line)),
    ...unreadableText(status).map((line) => paint('yellow', line)),
    ...(status.controls ?? []).map((control) => paint('dim', controlText(control))),
  ];
}

/** Of several objectives, which one it is; a composite SLO as a whole comes after them. */
function nameOf({ name, objectiveName, composite }: SloStatus): string {
  if (composite !== undefined) return `${name} (all)`;
  return objectiveName === undefined ? name : `${name} (${objectiveName})`;
}

function stateLines(status: SloStatus, paint: Paint): readonly string[] {
  if (status.error !== undefined)
    return wrapWords(`  not evaluated: ${status.error}`, COLUMNS, '    ').map((line) => paint('red', line));
  return [`  ${paint(STYLE_OF[status.status], WORD_OF[status.status])}${paint('dim', dataText(status))}`];
}

/** What is not the same in most SLOs: a calendar's window, slices, time taken out, a budget that runs out. */
function detailLines(status: SloStatus): readonly string[] {
  const details = [windowText, wholeText, unitsText, inconclusiveText, asMeasuredText, forecastText].map((textOf) =>
    textOf(status),
  );
  return details.flatMap((detail) => (detail === null ? [] : wrapWords(`  ${detail}`, COLUMNS, '    ')));
}

function windowText({ window: { from, until, duration } }: SloStatus): string | null {
  return until === undefined ? null : `window of ${duration} from ${from}, ends ${until}`;
}

/** Of a composite SLO as a whole: what it is the mean of. */
function wholeText({ composite, objective }: SloStatus): string | null {
  if (composite === undefined) return null;
  const parts = composite.map(
    (part) => `${part.objectiveName} ${sliText(part.sli, objective)} (weight ${String(part.weight)})`,
  );
  return `composed of ${parts.join(', ')}`;
}

function unitsText({ budgetingMethod, attempts, good, valid }: SloStatus): string | null {
  if (attempts === undefined || valid === 0) return null;
  const what = budgetingMethod === 'Occurrences' ? 'weighed' : 'slices';
  const made = `${countWords(attempts.good)} of ${countWords(attempts.valid)} attempts`;
  return `${what}: ${countWords(good)} of ${countWords(valid)} good, made of ${made} good`;
}

/** Votes are on one address in one minute. */
function inconclusiveText({ votes = 0, excluded: { inconclusive = 0 } }: SloStatus): string | null {
  if (inconclusive === 0) return null;
  return `inconclusive: ${countWords(inconclusive)} of ${countWords(votes)} minutes of addresses, with too few vantages for a verdict`;
}

function asMeasuredText({ asMeasured, excluded, objective }: SloStatus): string | null {
  if (asMeasured === undefined) return null;
  const out = excluded.maintenance + excluded.correction;
  const spent = asMeasured.consumed === null ? NO_DATA : percentText(asMeasured.consumed, 1);
  return `as measured ${sliText(asMeasured.sli, objective)} (${spent} of the budget): ${countWords(out)} attempts taken out`;
}

function forecastText({ forecast }: SloStatus): string | null {
  const ends = Object.entries(forecast).filter(([, spentAt]) => spentAt !== null);
  if (ends.length === 0) return null;
  return `budget spent by ${ends.map(([length, spentAt]) => `${minuteOf(spentAt)} (${length} rate)`).join(', ')}`;
}

function minuteOf(time: string | null): string {
  return `${(time ?? '').slice(0, 16)}Z`;
}

function row([name = '', objective = '', sli = '', budget = '', burn = '']: readonly string[]): string {
  const figures = [objective.padStart(9), sli.padStart(10), budget.padEnd(17), burn];
  return [name.padEnd(NAME_WIDTH), ...figures].join(' ');
}

function figuresOf({ objective, sli, errorBudget, burnRates }: SloStatus): readonly string[] {
  const burn = [burnRates['1h'], burnRates['6h']].map((rate) => burnText(rate ?? null)).join(' / ');
  return [objectiveText(objective), sliText(sli, objective), budgetText(errorBudget.remaining), burn];
}

function budgetText(remaining: number | null): string {
  if (remaining === null) return NO_DATA;
  const filled = Math.max(0, Math.min(BAR_WIDTH, Math.ceil(remaining * BAR_WIDTH)));
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
  return `${bar} ${percentText(remaining, Math.abs(remaining) < 0.1 ? 1 : 0)}`;
}

/** Never 0 % where there is some. */
function coverageText(share: number): string {
  return share > 0 && share < 0.001 ? 'under 0.1 %' : percentText(share, 1);
}

function dataText({ dataSince, coverage }: SloStatus): string {
  return dataSince === null ? '' : ` · data since ${dataSince}, coverage ${coverageText(coverage)}`;
}

/** What a damaged store has taken out of the figures. */
function unreadableText({ excluded: { unreadable = 0 } }: SloStatus): readonly string[] {
  return unreadable === 0 ? [] : [`  left out: ${String(unreadable)} answers whose times the store has lost`];
}

/** `control of public/www: 99.98 % of 40320 answered`: what the zone's own server did meanwhile. */
function controlText({ probe, query, sli, valid }: ControlStatus): string {
  return `  control of ${probe}/${query}: ${percentText(sli, 2)} of ${String(valid)} answered`;
}

/** Pages before tickets: `firing: page fast-burn, slow-burn; ticket fast-drain`. */
function firingText({ alerts }: SloStatus): string | null {
  const bySeverity = (['page', 'ticket'] satisfies AlertSeverity[]).flatMap((severity) => {
    const names = alerts.filter((alert) => alert.state === 'firing' && alert.severity === severity);
    return names.length === 0 ? [] : [`${severity} ${names.map(({ name }) => name).join(', ')}`];
  });
  return bySeverity.length === 0 ? null : `  firing: ${bySeverity.join('; ')}`;
}
