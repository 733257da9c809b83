import type { SloDefinition } from '../../domain/slo-definition.js';
import { formatObjective } from './format-share.js';
import { indicatorKind } from './indicator-kind.js';
import { periodWords } from './period-words.js';
import type { CalendarUnit, Dictionary, PromiseWords, SpanWords, UnitWords } from '../text/dictionary.js';

/** What an SLO promises. */
export function promiseWords(slo: SloDefinition, text: Dictionary): PromiseWords {
  const { slices } = slo;
  return {
    indicator: indicatorKind(slo.indicator),
    objective: formatObjective(slo.objective),
    span: spanWords(slo, text),
    slices: slices && {
      width: periodWords(slices.widthMs, text),
      target: slices.target === null ? null : formatObjective(slices.target),
    },
  };
}

/** What `good` and `valid` of an SLO count. */
export function unitWords({ slices, weighing }: SloDefinition, text: Dictionary): UnitWords {
  if (slices !== null) return { kind: 'slices', width: periodWords(slices.widthMs, text) };
  return weighing.kind === 'attempts' ? { kind: 'queries' } : { kind: 'series' };
}

function spanWords({ calendar, periodMs }: SloDefinition, text: Dictionary): SpanWords {
  const period = periodWords(periodMs, text);
  if (calendar === null) return { kind: 'rolling', period };
  const { timeZone } = calendar;
  const unit = CALENDAR_UNITS[`${String(calendar.count)} ${calendar.unit}`];
  return unit === undefined ? { kind: 'tiled', period, timeZone } : { kind: 'calendar', unit, timeZone };
}

const CALENDAR_UNITS: Readonly<Record<string, CalendarUnit>> = {
  '1 month': 'month',
  '3 month': 'quarter',
  '12 month': 'year',
  '7 day': 'week',
  '1 day': 'day',
};
