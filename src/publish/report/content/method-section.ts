import { formatDuration } from '../../../domain/duration.js';
import type { EventSource, Selector, SloDefinition } from '../../../domain/slo-definition.js';
import { formatObjective, formatShare } from '../../status-page/format-share.js';
import { formatRtt } from '../../status-page/format-rtt.js';
import type { ReportedSlo } from '../../../app/report/month-report.js';
import type { ReportWords } from '../report-words.js';
import type { MethodWords } from '../../text/report-dictionary.js';
import { list, type Section } from './block.js';
import { unitOf } from './slo-words.js';

/** How the figures come about, from the definition alone. */
export function methodSection(slo: ReportedSlo, words: ReportWords): Section {
  const { definition } = slo;
  const { method } = words.text;
  const { objective, calendar, periodText } = definition;
  const isMonth = calendar !== null && calendar.unit === 'month' && calendar.count === 1;
  const lines = [
    ...countingLines(definition, words),
    method.budget(formatShare(Number((1 - objective).toPrecision(12)), 6), unitOf(slo)),
    maintenanceLine(definition, words),
    ...(isMonth ? [] : [method.month(periodText === '' ? formatDuration(definition.periodMs) : periodText)]),
  ];
  return { title: words.text.headings.method, blocks: [list(lines)] };
}

/** What is counted of an SLO, and as what. */
export function countingLines(definition: SloDefinition, words: ReportWords): readonly string[] {
  const { method } = words.text;
  const { slices } = definition;
  return [
    words.text.sentences(eventWords(definition, method)),
    ...(thresholdsOf(definition).length === 0 ? [] : [method.threshold]),
    weighingWords(definition, method),
    ...(slices === null
      ? []
      : [method.slices(words.length(slices.widthMs), slices.target === null ? null : formatObjective(slices.target))]),
  ];
}

/** Whether time of maintenance counts. */
export function maintenanceLine({ maintenance, maintenanceNoticeMs }: SloDefinition, words: ReportWords): string {
  const { method } = words.text;
  return maintenance === 'count' ? method.maintenanceCounts : method.maintenanceOut(words.length(maintenanceNoticeMs));
}

/** Times that an SLO tells answers apart by, microseconds. */
export function thresholdsOf({ indicator: { good, bad, total } }: SloDefinition): readonly number[] {
  return [good, bad, total].flatMap((source) => source?.thresholdUs ?? []);
}

function eventWords({ indicator: { good, bad, total } }: SloDefinition, method: MethodWords): readonly string[] {
  const counted = method.counted(selectorWords(total.selector, method), sourceWords(total, method));
  const one = good ?? bad;
  if (one === null) return [counted];
  const events = sourceWords(one, method);
  const elsewhere = selectorWords(one.selector, method);
  return [
    counted,
    good === null ? method.bad(events) : method.good(events),
    ...(elsewhere === null || elsewhere === selectorWords(total.selector, method) ? [] : [method.elsewhere(elsewhere)]),
  ];
}

function sourceWords({ events, thresholdUs }: EventSource, { events: t }: MethodWords): string {
  switch (events) {
    case 'valid':
      return t.valid;
    case 'answered':
      return t.answered;
    case 'replied':
      return t.replied;
    case 'within':
      return t.within(formatRtt(thresholdUs ?? 0));
    default:
      return events satisfies never;
  }
}

/** `null`: of all series. */
function selectorWords(selector: Selector, { selector: t }: MethodWords): string | null {
  const parts = (['probe', 'resolver', 'query', 'vantage'] as const).flatMap((kind) => {
    const globs = selector[kind];
    return globs === null ? [] : [t[kind](globs.join(' / '))];
  });
  return parts.length === 0 ? null : parts.join(', ');
}

function weighingWords({ weighing }: SloDefinition, { weighing: t }: MethodWords): string {
  switch (weighing.kind) {
    case 'attempts':
      return t.attempts;
    case 'series':
      return t.series;
    case 'quorum':
      return t.quorum(formatObjective(weighing.share), String(weighing.fewestVantages));
    case 'enough-of-many':
      return t.enoughOfMany;
    default:
      return weighing satisfies never;
  }
}
