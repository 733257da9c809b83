import { formatDuration } from '../../domain/duration.js';
import {
  type CalendarWindow,
  countsAttempts,
  type EventSource,
  type Selector,
  type SloDefinition,
} from '../../domain/slo-definition.js';
import { percentWords } from '../../judge/alert/figure-words.js';
import { explainedThreshold } from './explained-threshold.js';

/** How an SLO's figure comes about, from its definition: a sentence each for what counts, how, and over which time. */
export function methodWords(definition: SloDefinition): readonly string[] {
  return [
    indicatorWords(definition.indicator),
    ...thresholdWords(definition),
    weighingWords(definition),
    ...sliceWords(definition),
    windowWords(definition),
    budgetWords(definition),
    maintenanceWords(definition),
  ];
}

/** Which attempts count, and which of them are good. */
export function indicatorWords({ good, bad, total }: SloDefinition['indicator']): string {
  const all = `Of attempts ${selectorWords(total.selector)}, those that are ${sourceWords(total)} count`;
  const one = good ?? bad;
  if (one === null) return `${all}.`;
  const elsewhere = isEqual(one.selector, total.selector) ? '' : `, if made ${selectorWords(one.selector)}`;
  return `${all}; ${good === null ? 'bad' : 'good'} are those that are ${sourceWords(one)}${elsewhere}.`;
}

function sourceWords({ events, thresholdUs }: EventSource): string {
  switch (events) {
    case 'valid':
      return 'valid (all but our own errors)';
    case 'answered':
      return 'answered as expected';
    case 'replied':
      return 'replied to';
    case 'within':
      return `answered as expected within ${formatDuration((thresholdUs ?? 0) / 1e3)}`;
    default:
      return events satisfies never;
  }
}

function selectorWords({ probe, resolver, query, vantage }: Selector): string {
  const parts = [
    ...listWords('probe', probe),
    ...listWords('resolver', resolver),
    ...listWords('query', query),
    ...listWords('vantage', vantage),
  ];
  return parts.length === 0 ? 'of all series' : `of ${parts.join(', ')}`;
}

function listWords(kind: string, globs: readonly string[] | null): readonly string[] {
  return globs === null ? [] : [`${kind} ${globs.join(' or ')}`];
}

function isEqual(a: Selector, b: Selector): boolean {
  return selectorWords(a) === selectorWords(b);
}

/** Histograms keep three digits: a threshold within a bucket counts all of it. */
function thresholdWords(definition: SloDefinition): readonly string[] {
  const threshold = explainedThreshold(definition);
  if (threshold === null) return [];
  const { thresholdUs, bucketUs } = threshold;
  const [lowest, highest] = bucketUs.map((rttUs) => String(rttUs / 1e3));
  if (bucketUs[0] === bucketUs[1]) return ['The threshold is exact: it is the end of a bucket of the histograms.'];
  const whole = `${lowest ?? ''} to ${highest ?? ''} ms are kept as one`;
  const end = thresholdUs === bucketUs[1] ? 'at whose end the threshold lies' : 'within which the threshold lies';
  return [`Round-trips of ${whole} bucket of the histograms, ${end}: all of it counts as within.`];
}

function weighingWords({ weighing }: SloDefinition): string {
  switch (weighing.kind) {
    case 'attempts':
      return 'Attempts weigh alike.';
    case 'series':
      return 'Series weigh alike: in each minute, each that has data counts one, as good as its ratio.';
    case 'quorum':
      return `Vantages vote in each minute on each resolver and query: it is down while ${percentWords(weighing.share)} of those with data or more have no good attempt; with fewer than ${String(weighing.fewestVantages)} of them nothing counts.`;
    case 'enough-of-many':
      return 'In each interval of 5 minutes, of the n resolvers of which a vantage has an attempt that counts, k = ceil((n - 1) * 2/3), at least 1, are needed: that many count, and as many of them are good as answered at least once.';
    default:
      return weighing satisfies never;
  }
}

function sliceWords({ slices }: SloDefinition): readonly string[] {
  if (slices === null) return [];
  const width = formatDuration(slices.widthMs);
  const left = 'One without data is left out.';
  if (slices.target === null)
    return [`Time is cut into slices of ${width}, each of which counts one, as good as its ratio. ${left}`];
  return [
    `Time is cut into slices of ${width}, each of which counts one: good if at least ${percentWords(slices.target)} of it is. ${left}`,
  ];
}

function windowWords({ calendar, periodText }: SloDefinition): string {
  if (calendar === null) return `The window is the last ${periodText}, up to the minute asked for.`;
  return `The window is the calendar's: ${calendarWords(calendar)}, from its beginning up to the minute asked for.`;
}

/** `a month in Europe/Berlin, counted from 2026-01-01 00:00`. */
export function calendarWords({ unit, count, timeZone, anchor }: CalendarWindow): string {
  const length = count === 1 ? `a ${unit}` : `${String(count)} ${unit}s`;
  return `${length} in ${timeZone}${anchor === null ? '' : `, counted from ${anchor} local time`}`;
}

function budgetWords(definition: SloDefinition): string {
  const { objective, calendar } = definition;
  const what = countsAttempts(definition) ? 'attempts' : 'what counts';
  const whole = calendar === null ? '' : ' of the whole window, what is yet to come too';
  return `The objective is ${percentOf(objective)}: the error budget is ${percentOf(1 - objective)} of ${what}${whole}.`;
}

function percentOf(share: number): string {
  return `${String(Number((share * 100).toFixed(9)))} %`;
}

function maintenanceWords({ maintenance, maintenanceNoticeMs }: SloDefinition): string {
  if (maintenance === 'count') return 'Maintenance counts like any other time.';
  return `Maintenance announced at least ${formatDuration(maintenanceNoticeMs)} ahead is left out.`;
}
