import type { AlertSeverity } from '../domain/alert-state.js';
import type { ControlStatus, SloState, SloStatus } from '../domain/slo-status.js';

/** Statuses for people, at most 80 columns wide (a longer name has a line of its own). `–` is no data. */
export function formatSloTable(statuses: readonly SloStatus[], isColored: boolean): string {
  if (statuses.length === 0) return 'No SLO is configured.\n';
  const paint = isColored ? colored : plain;
  const header = paint('bold', row(['SLO', 'objective', 'SLI', 'budget left', 'burn 1h / 6h']).trimEnd());
  return [header, ...statuses.flatMap((status) => linesOf(status, paint))].join('\n') + '\n';
}

type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green';
type Paint = (style: Style, text: string) => string;

const NO_DATA = '–';
const BAR_WIDTH = 8;
const NAME_WIDTH = 24;

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
  const isLong = status.name.length > NAME_WIDTH;
  const figures = row([isLong ? '' : status.name, ...figuresOf(status)]);
  const firing = firingText(status);
  return [
    ...(isLong ? [status.name] : []),
    figures,
    `  ${paint(STYLE_OF[status.status], WORD_OF[status.status])}${paint('dim', dataText(status))}`,
    ...(firing === null ? [] : [paint('red', firing)]),
    ...unreadableText(status).map((line) => paint('yellow', line)),
    ...(status.controls ?? []).map((control) => paint('dim', controlText(control))),
  ];
}

function row([name = '', objective = '', sli = '', budget = '', burn = '']: readonly string[]): string {
  const figures = [objective.padStart(9), sli.padStart(10), budget.padEnd(17), burn];
  return [name.padEnd(NAME_WIDTH), ...figures].join(' ');
}

function figuresOf({ objective, sli, errorBudget, burnRates }: SloStatus): readonly string[] {
  const burn = [burnRates['1h'], burnRates['6h']].map((rate) => burnText(rate ?? null)).join(' / ');
  const sliText = sli === null ? NO_DATA : percent(sli, decimalsOf(objective) + 1);
  return [percent(objective, decimalsOf(objective)), sliText, budgetText(errorBudget.remaining), burn];
}

function budgetText(remaining: number | null): string {
  if (remaining === null) return NO_DATA;
  const filled = Math.max(0, Math.min(BAR_WIDTH, Math.ceil(remaining * BAR_WIDTH)));
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
  return `${bar} ${percent(remaining, Math.abs(remaining) < 0.1 ? 1 : 0)}`;
}

function burnText(rate: number | null): string {
  if (rate === null) return NO_DATA;
  return rate >= 100 ? rate.toFixed(0) : rate.toFixed(1);
}

function dataText({ dataSince, coverage }: SloStatus): string {
  return dataSince === null ? '' : ` · data since ${dataSince}, coverage ${percent(coverage, 1)}`;
}

/** What a damaged store has taken out of the figures. */
function unreadableText({ excluded: { unreadable = 0 } }: SloStatus): readonly string[] {
  return unreadable === 0 ? [] : [`  left out: ${String(unreadable)} answers whose times the store has lost`];
}

/** `control of public/www: 99.98 % of 40320 answered`: what the zone's own server did meanwhile. */
function controlText({ probe, query, sli, valid }: ControlStatus): string {
  return `  control of ${probe}/${query}: ${percent(sli, 2)} of ${String(valid)} answered`;
}

/** Pages before tickets: `firing: page fast-burn, slow-burn; ticket fast-drain`. */
function firingText({ alerts }: SloStatus): string | null {
  const bySeverity = (['page', 'ticket'] satisfies AlertSeverity[]).flatMap((severity) => {
    const names = alerts.filter((alert) => alert.state === 'firing' && alert.severity === severity);
    return names.length === 0 ? [] : [`${severity} ${names.map(({ name }) => name).join(', ')}`];
  });
  return bySeverity.length === 0 ? null : `  firing: ${bySeverity.join('; ')}`;
}

/** How many decimals the percentage of an objective has: 0.9995 is 99.95 %, so 2. */
function decimalsOf(objective: number): number {
  return String(Number((objective * 100).toFixed(9))).split('.')[1]?.length ?? 0;
}

/** Cut, not rounded: 99.996 % must not read as 100 %. */
function percent(ratio: number, decimals: number): string {
  const scale = 10 ** decimals;
  return `${(Math.floor(Number((ratio * 100 * scale).toFixed(6))) / scale).toFixed(decimals)} %`;
}
