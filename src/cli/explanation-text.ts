import type { ExplainedExclusion, HourCount, NamedCount, SloExplanation } from '../app/explain/explanation.js';
import { indicatorWords } from '../app/explain/method-words.js';
import type { Outcome } from '../domain/outcome.js';
import { printable } from '../domain/printable.js';
import type { SloDefinition } from '../domain/slo-definition.js';
import { countWords, percentWords, thresholdWords } from '../judge/alert/figure-words.js';
import { outcomeWords } from '../judge/alert/failure-words.js';
import { budgetLines } from './budget-lines.js';
import { count } from './count.js';
import { countTable } from './count-table.js';
import { NO_DATA, objectiveText, sliText } from './share-text.js';
import type { TextStyle } from './terminal-style.js';
import { wrapWords } from './wrap-words.js';

/** An explanation for people, in sections; those that have nothing to say are left out. */
export function explanationText(explanation: SloExplanation, style: TextStyle): string {
  const sections = [
    ['How it is counted', explanation.method],
    ['Error budget', budgetLines(explanation.status)],
    ['By outcome', outcomeTable(explanation, style)],
    ['By resolver', namedTable('RESOLVER', explanation.byResolver, explanation, style)],
    ['By query', namedTable('QUERY', explanation.byQuery, explanation, style)],
    ['Worst hours (UTC)', hourLines(explanation, style)],
    ['Maintenance and corrections', explanation.exclusions.flatMap((one) => exclusionLines(one, explanation))],
    ['What is known', coverageLines(explanation)],
    ['Series', compositionLines(explanation)],
    ['Changes of what is counted', changeLines(explanation)],
    ['Alerts', alertLines(explanation)],
  ] as const;
  const body = sections.flatMap(([title, lines]) => section(title, lines, style));
  return `${[...headLines(explanation, style), ...body].join('\n')}\n`;
}

function section(title: string, lines: readonly string[], { columns, paint }: TextStyle): readonly string[] {
  if (lines.length === 0) return [];
  return ['', paint('bold', title), ...lines.flatMap((line) => wrapWords(`  ${line}`, columns, '    '))];
}

function headLines({ status }: SloExplanation, { columns, paint }: TextStyle): readonly string[] {
  const { name, objectiveName, displayName, window, good, valid, objective } = status;
  const which = objectiveName === undefined ? name : `${name} (${objectiveName})`;
  const bad = `${countWords(valid - good)} of ${countWords(valid)} were not good`;
  const until = window.until === undefined ? '' : `, which ends ${window.until}`;
  return [
    paint('bold', `${which}: ${displayName}`),
    ...wrapWords(
      `${sliText(status.sli, objective)} where ${objectiveText(objective)} is the objective: ${status.status.replace('_', ' ')}; ${bad}`,
      columns,
      '  ',
    ),
    ...wrapWords(`from ${window.from} to ${window.to} (${window.duration}${until})`, columns, '  '),
  ];
}

function outcomeTable({ byOutcome, attempts, status }: SloExplanation, { columns }: TextStyle): readonly string[] {
  if (byOutcome.length === 0) return [];
  const isElsewhere = byOutcome.some(({ notCounted }) => notCounted > 0);
  const header = ['OUTCOME', 'GOOD', 'NOT GOOD', ...(isElsewhere ? ['NOT COUNTED'] : [])];
  const rows = byOutcome.map(({ outcome, good, bad, notCounted }) => [
    outcome,
    countWords(good),
    countWords(bad),
    ...(isElsewhere ? [countWords(notCounted)] : []),
  ]);
  const sum = ['all', countWords(attempts.good), countWords(attempts.valid - attempts.good)];
  const made = status.attempts === undefined ? [] : ['These are attempts; what counts is made of them as said above.'];
  return [...countTable(header, [...rows, sum], columns - INDENT), ...made];
}

function namedTable(
  title: string,
  rows: readonly NamedCount[],
  { status: { objective } }: SloExplanation,
  { columns }: TextStyle,
): readonly string[] {
  const header = [title, 'ATTEMPTS', 'NOT GOOD', 'GOOD', 'MOSTLY'];
  const cells = rows.map(({ name, good, valid, bad }) => {
    const ratio = valid === 0 ? NO_DATA : sliText(good / valid, objective);
    return [name, countWords(valid), countWords(valid - good), ratio, mostly(bad)];
  });
  return rows.length === 0 ? [] : countTable(header, cells, columns - INDENT);
}

/** The outcome that most of what was not good had. */
function mostly(bad: Readonly<Partial<Record<Outcome, number>>>): string {
  const [first] = Object.entries(bad).sort((a, b) => b[1] - a[1]) as [Outcome, number][];
  return first === undefined ? '' : first[0] === 'answered' ? 'slow' : first[0];
}

function hourLines({ worstHours, byHour, threshold }: SloExplanation, { columns }: TextStyle): readonly string[] {
  if (worstHours.length === 0) return [];
  const failing = byHour.filter(({ attempts }) => attempts.good < attempts.valid).length;
  const rows = worstHours.map((hour) => [
    hour.from.slice(0, 16).replace('T', ' '),
    `${countWords(hour.attempts.valid - hour.attempts.good)} of ${countWords(hour.attempts.valid)}`,
    hour.budget === null ? NO_DATA : percentWords(hour.budget),
    hourCause(hour, threshold?.thresholdUs ?? null),
  ]);
  return [
    ...countTable(['HOUR', 'NOT GOOD', 'OF THE BUDGET', ''], rows, columns - INDENT),
    `${count(failing, 'hour')} of ${countWords(byHour.length)} with data had attempts that were not good.`,
  ];
}

function hourCause({ bad }: HourCount, thresholdUs: number | null): string {
  const [first] = Object.entries(bad).sort((a, b) => b[1] - a[1]) as [Outcome, number][];
  return first === undefined ? '' : `${countWords(first[1])} ${outcomeWords(first[0], first[1], thresholdUs)}`;
}

function exclusionLines(one: ExplainedExclusion, { status }: SloExplanation): readonly string[] {
  const { kind, id, reason, from, to, without, recordedAt, recordedBy } = one;
  const what = `${kind === 'maintenance' ? 'maintenance' : `correction (${kind})`} ${String(id)}`;
  const [now, then] = [sliText(status.sli, status.objective), sliText(without.sli, status.objective)];
  const effect =
    one.void === null
      ? `with it ${now}, without it ${then} (${countWords(without.good)} of ${countWords(without.valid)} good)`
      : `changes nothing: ${one.void}`;
  return [
    `${what}: ${printable(reason)}`,
    `  ${from} to ${to}, recorded ${recordedAt} by ${recordedBy}`,
    `  ${effect}`,
  ];
}

const GAPS_SHOWN = 5;

function coverageLines({ coverage, status, proberErrors }: SloExplanation): readonly string[] {
  const { share, coveredSlots, slots, slotMinutes, gaps, votes } = coverage;
  const what = slotMinutes === 1 ? 'minutes' : `rounds of ${String(slotMinutes)} m`;
  const known = `${percentWords(share)} of the window: ${countWords(coveredSlots)} of ${countWords(slots)} ${what} have a valid attempt${(votes?.inconclusive ?? 0) > 0 ? ', and votes were inconclusive' : ''}.`;
  const since = status.dataSince === null ? [] : [`Data since ${status.dataSince}.`];
  const longest = gaps.toSorted((a, b) => b.slots - a.slots).slice(0, GAPS_SHOWN);
  const others = gaps.length - longest.length;
  return [
    known,
    ...inconclusive(votes),
    ...since,
    ...longest.map(({ from, to, slots: missing }) => `No data from ${from} to ${to} (${countWords(missing)} ${what}).`),
    ...(others > 0 ? [`${count(others, 'shorter gap')} more.`] : []),
    ...(gaps.length === 0 ? [] : ['Time without data counts neither as good nor as bad.']),
    ...proberErrors.map(
      ({ resolver, attempts }) => `Left out as our own errors: ${countWords(attempts)} attempts to ${resolver}.`,
    ),
    ...unreadable(status.excluded.unreadable ?? 0),
  ];
}

/** A vote is on one address in one minute. */
function inconclusive(votes: SloExplanation['coverage']['votes']): readonly string[] {
  if (votes === undefined || votes.inconclusive === 0) return [];
  const { all, fewestVantages } = votes;
  return [
    `${countWords(votes.inconclusive)} of ${countWords(all)} minutes (of each resolver and query) were inconclusive: fewer than ${String(fewestVantages)} vantages had a valid attempt. They count neither as good nor as bad.`,
  ];
}

function unreadable(answers: number): readonly string[] {
  return answers === 0 ? [] : [`Left out: ${countWords(answers)} answers whose times the store has lost.`];
}

function compositionLines({ composition }: SloExplanation): readonly string[] {
  const changed = composition.filter(({ change }) => change !== null);
  if (changed.length === 0) return [];
  return [
    `Not all of the ${countWords(composition.length)} series have data all along:`,
    ...changed.map(({ series: { vantage, probe, resolver, query }, change, first, last }) => {
      const when = [
        change === 'left' ? '' : `first in the hour of ${hourText(first)}`,
        change === 'joined' ? '' : `last in that of ${hourText(last)}`,
      ];
      return `  ${vantage}/${probe}/${resolver}/${query} ${change ?? ''}: ${when.filter(Boolean).join(', ')}`;
    }),
  ];
}

function hourText(time: string): string {
  return `${time.slice(0, 16)}Z`;
}

function changeLines({ compositionChanges }: SloExplanation): readonly string[] {
  return (compositionChanges ?? []).flatMap(({ since, joined, left, imported, definition }) => [
    `Since ${since}:`,
    ...definition.flatMap(({ key, before, after }) => changedLines(key, before, after)),
    ...joined.map((series) => `  ${series} is measured`),
    ...left.map((series) => `  ${series} is measured no more`),
    ...imported.map((series) => `  ${series} is counted, as an import brought it`),
  ]);
}

/** What one says in a sentence is said so, before and after. */
function changedLines(key: string, before: unknown, after: unknown): readonly string[] {
  if (key !== 'indicator' || !isIndicator(before) || !isIndicator(after))
    return [`  ${key}: ${JSON.stringify(before)}, now ${JSON.stringify(after)}`];
  return [`  counted before: ${indicatorWords(before)}`, `  counted now: ${indicatorWords(after)}`];
}

function isIndicator(value: unknown): value is SloDefinition['indicator'] {
  return typeof value === 'object' && value !== null && 'total' in value;
}

function alertLines({ status: { alerts }, alertChanges }: SloExplanation): readonly string[] {
  const states = alerts.map(({ name, severity, state, since, threshold, longWindow, shortWindow }) => {
    const rule =
      threshold === null ? '' : `, above ${thresholdWords(threshold)} in ${longWindow ?? ''} and ${shortWindow ?? ''}`;
    return `${name} (${severity}${rule}): ${state}${since === null ? '' : ` since ${since}`}`;
  });
  const changes = (alertChanges ?? []).map(({ atMs, alert, from, to, explanation }) => {
    return `${new Date(atMs).toISOString().slice(0, 19)}Z ${alert} ${from} to ${to}: ${explanation}`;
  });
  return [...states, ...(changes.length === 0 ? [] : ['Last changes:', ...changes])];
}

const INDENT = 2;
