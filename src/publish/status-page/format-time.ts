/** Dates and times of one language in one time zone. `Intl` objects are costly, so they are made once. */
export interface TimeFormat {
  /** `14:05`. */
  timeOfDay(timeMs: number): string;
  /** `23 Nov 2026, 14:05`. */
  dateTime(timeMs: number): string;
  /** `23 Nov`, of a `YYYY-MM-DD`. */
  shortDay(date: string): string;
  /** `23 Nov 2026`, of a `YYYY-MM-DD`. */
  fullDay(date: string): string;
  /** `23 Nov 2026, 14:05:09 UTC`, whatever the zone. */
  utc(timeMs: number): string;
  /** `14:05`, of UTC. */
  utcTime(timeMs: number): string;
  /** `November 2026`, of a `YYYY-MM`. */
  month(month: string): string;
  /** `Nov 2026`, of a `YYYY-MM`. */
  shortMonth(month: string): string;
  /** Minutes the zone is ahead of UTC at this instant. */
  offsetMinutes(timeMs: number): number;
}

const made = new Map<string, TimeFormat>();

export function timeFormat(locale: string, timeZone: string): TimeFormat {
  const key = `${locale} ${timeZone}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const format = makeTimeFormat(locale, timeZone);
  made.set(key, format);
  return format;
}

const DAY = { day: 'numeric', month: 'short' } as const;
const CLOCK = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

function makeTimeFormat(locale: string, timeZone: string): TimeFormat {
  const timeOfDay = new Intl.DateTimeFormat(locale, { ...CLOCK, timeZone });
  const dateTime = new Intl.DateTimeFormat(locale, { ...DAY, year: 'numeric', ...CLOCK, timeZone });
  const shortDay = new Intl.DateTimeFormat(locale, { ...DAY, timeZone: 'UTC' });
  const fullDay = new Intl.DateTimeFormat(locale, { ...DAY, year: 'numeric', timeZone: 'UTC' });
  const utc = new Intl.DateTimeFormat(locale, {
    ...DAY,
    year: 'numeric',
    ...CLOCK,
    second: '2-digit',
    timeZone: 'UTC',
    timeZoneName: 'short',
  });
  const utcTime = new Intl.DateTimeFormat(locale, { ...CLOCK, timeZone: 'UTC' });
  const month = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  const shortMonth = new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' });
  const offset = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  return {
    timeOfDay: (timeMs) => timeOfDay.format(timeMs),
    dateTime: (timeMs) => dateTime.format(timeMs),
    shortDay: (date) => shortDay.format(Date.parse(date)),
    fullDay: (date) => fullDay.format(Date.parse(date)),
    utc: (timeMs) => utc.format(timeMs),
    utcTime: (timeMs) => utcTime.format(timeMs),
    shortMonth: (text) => shortMonth.format(Date.parse(`${text}-01`)),
    month: (text) => month.format(Date.parse(`${text}-01`)),
    offsetMinutes: (timeMs) => parseOffset(offset.formatToParts(timeMs)),
  };
}

/** `GMT+05:30` is 330; `GMT` is 0. */
function parseOffset(parts: readonly Intl.DateTimeFormatPart[]): number {
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
  const match = /([+-])(\d{2}):(\d{2})/.exec(name);
  if (match === null) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return match[1] === '-' ? -minutes : minutes;
}
