import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../domain/clock.js';
import { formatCoverage, formatShare, sliDigits } from '../status-page/format-share.js';
import { timeFormat } from '../status-page/format-time.js';
import type { Dictionary } from '../text/dictionary.js';
import type { ReportDictionary } from '../text/report-dictionary.js';

/** A language with its ways of writing figures, and times in one zone. */
export interface ReportWords {
  readonly text: ReportDictionary;
  readonly timeZone: string;
  /** A whole number, or one with at most two decimals. */
  readonly count: (value: number) => string;
  /** A share with digits that tell it from its objective; `none` without data. */
  readonly share: (share: number | null, objective: number) => string;
  /** A share of the budget, rounded down. */
  readonly budget: (share: number) => string;
  /** The same of what is spent, rounded up: with what is left it makes up the whole. */
  readonly spent: (share: number) => string;
  readonly coverage: (share: number) => string;
  /** An instant, by milliseconds or ISO 8601. */
  readonly time: (time: number | string) => string;
  /** The hour or two of a stretch within the month: `9 Oct, 14:00–15:00`. */
  readonly hours: (from: string, to: string) => string;
  readonly day: (date: string) => string;
  readonly shortDay: (date: string) => string;
  /** A length of time in its two largest units. */
  readonly length: (lengthMs: number) => string;
}

export function reportWords({ locale, report: text }: Dictionary, timeZone: string): ReportWords {
  const counts = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const times = timeFormat(locale, timeZone);
  const localDate = (timeMs: number): string => isoDates.format(timeMs);
  // The Swedish locale writes dates as ISO 8601 does.
  const isoDates = new Intl.DateTimeFormat('sv-SE', { timeZone });
  const at = (time: number | string): number => (typeof time === 'number' ? time : Date.parse(time));
  return {
    text,
    timeZone,
    count: (value) => counts.format(value).replace('-', '−'),
    share: (share, objective) => (share === null ? text.none : formatShare(share, sliDigits(objective))),
    budget: (share) => budgetShare(share, counts),
    spent: (share) => budgetShare(Math.ceil(Number((share * 1e3).toFixed(6))) / 1e3, counts),
    coverage: formatCoverage,
    time: (time) => times.dateTime(at(time)),
    hours: (from, to) =>
      `${times.shortDay(localDate(at(from)))} ${times.timeOfDay(at(from))}–${times.timeOfDay(at(to))}`,
    day: (date) => times.fullDay(date),
    shortDay: (date) => times.shortDay(date),
    length: (lengthMs) => lengthOf(lengthMs, locale),
  };
}

/** `October 2026`, of `2026-10`. */
export function monthWords(month: string, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long', timeZone: 'UTC' });
  return format.format(Date.parse(`${month}-01T00:00:00Z`));
}

/** To a tenth of a percent, never 0 % where there is some; above 10 times the budget whole percents. */
function budgetShare(share: number, counts: Intl.NumberFormat): string {
  const size = Math.abs(share);
  const sign = share < 0 ? '−' : '';
  if (size >= 10) return `${sign}${counts.format(Math.floor(size * 100))}%`;
  const shown = formatShare(size, 1);
  return size > 0 && shown === '0%' ? `${sign}<0.1%` : `${sign}${shown}`;
}

const UNITS = [
  ['day', DAY_MS],
  ['hour', HOUR_MS],
  ['minute', MINUTE_MS],
  ['second', SECOND_MS],
] as const;

function lengthOf(lengthMs: number, locale: string): string {
  let restMs = Math.round(Math.abs(lengthMs) / SECOND_MS) * SECOND_MS;
  const parts: string[] = [];
  for (const [unit, unitMs] of UNITS) {
    const many = Math.floor(restMs / unitMs);
    restMs -= many * unitMs;
    if (many > 0) parts.push(unitText(many, unit, locale));
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.length === 0 ? unitText(0, 'second', locale) : parts.join(' ');
}

function unitText(value: number, unit: string, locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}
