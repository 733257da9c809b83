import type { Problem } from '../domain/problem.js';
import type { CalendarWindow, SloDefinition } from '../domain/slo-definition.js';
import { partOf, problemAt, type SourceDocument } from './document/source-document.js';
import type { OpensloDocumentOf } from './openslo-document.js';
import { parseOpensloDuration, splitOpensloDuration } from './openslo-duration.js';
import type { SloSpec } from './slo-schema.js';

export type ReadTimeWindow = Pick<SloDefinition, 'periodMs' | 'periodText' | 'calendar'>;

/** The window of an SLO; `null` where its text is at fault. */
export function readTimeWindow({ object, source }: OpensloDocumentOf<'SLO'>): {
  readonly window: ReadTimeWindow | null;
  readonly problems: readonly Problem[];
} {
  const [found] = object.spec.timeWindow;
  const periodMs = parseOpensloDuration(found?.duration ?? '');
  if (found === undefined || periodMs === null) return { window: null, problems: [] };
  const calendar = found.calendar === undefined ? null : calendarOf(found.duration, found.calendar);
  const problems = calendar === null ? [] : startFaults(found, calendar, partOf(source, START_TIME));
  return { window: { periodMs, periodText: found.duration, calendar }, problems };
}

const START_TIME = '/spec/timeWindow/0/calendar/startTime';

type Found = SloSpec['timeWindow'][number];

/** Months, quarters and years of the calendar are counted in months, weeks in days, hours in minutes. */
const UNITS: ReadonlyMap<string, Pick<CalendarWindow, 'unit' | 'count'>> = new Map([
  ['m', { unit: 'minute', count: 1 }],
  ['h', { unit: 'minute', count: 60 }],
  ['d', { unit: 'day', count: 1 }],
  ['w', { unit: 'day', count: 7 }],
  ['M', { unit: 'month', count: 1 }],
  ['Q', { unit: 'month', count: 3 }],
  ['Y', { unit: 'month', count: 12 }],
]);

/** `1M`, `1Q` and `1Y` are the calendar's own; all others begin with the start time and follow each other. */
function calendarOf(duration: string, { startTime, timeZone }: NonNullable<Found['calendar']>): CalendarWindow | null {
  const { count, unit } = splitOpensloDuration(duration) ?? { count: NaN, unit: '' };
  const known = UNITS.get(unit);
  if (known === undefined) return null;
  const isCalendars = known.unit === 'month' && count === 1;
  return {
    unit: known.unit,
    count: count * known.count,
    timeZone,
    anchor: isCalendars ? null : startTime.slice(0, MINUTES_END),
  };
}

const MINUTES_END = 'YYYY-MM-DD hh:mm'.length;

function startFaults(
  { duration, calendar: found }: Found,
  calendar: CalendarWindow,
  place: SourceDocument,
): readonly Problem[] {
  const startTime = found?.startTime ?? '';
  if (!startTime.endsWith(':00')) {
    const message = `must end in :00, for windows begin with whole minutes; found ${JSON.stringify(startTime)}`;
    return [problemAt(place, '', message)];
  }
  if (calendar.unit !== 'month' || isStartOf(calendar, startTime)) return [];
  return [problemAt(place, '', notTheStart(duration, calendar), { severity: 'warning' })];
}

/** Whether such a window of the calendar begins then. */
function isStartOf({ count, anchor }: CalendarWindow, startTime: string): boolean {
  const months = Number(startTime.slice(5, 7)) - 1;
  return startTime.slice(8) === '01 00:00:00' && (anchor !== null || months % count === 0);
}

function notTheStart(duration: string, { count, anchor }: CalendarWindow): string {
  if (anchor !== null) return `windows of ${duration} begin with a month: only year and month of the start time count`;
  const own = { 1: 'month', 3: 'quarter', 12: 'year' }[count] ?? '';
  const others = count === 1 ? '' : `; take ${String(count)}M for one that begins with another month`;
  return `a window of ${duration} is the calendar's ${own} whatever the start time says${others}`;
}
