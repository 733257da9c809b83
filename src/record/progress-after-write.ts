/** Minutes since the epoch; see `Progress` of the store. */
interface RollUpMarks {
  readonly version: number;
  readonly own_to: number;
  readonly hours_to: number;
  readonly days_to: number;
  readonly hours_from: number;
}

const HOUR = 60;
const DAY = 1440;

/**
 * Where roll-up stands after the daemon wrote minutes that start at `firstStart` … `lastStart`.
 * Over time in which it measured nothing there is nothing to roll up, so a gap is leapt over at its
 * end; minutes that come late send it back to their hour and day.
 *
 * @param settledTo minutes before this were final
 */
export function progressAfterWrite(
  before: RollUpMarks,
  written: { readonly firstStart: number; readonly lastStart: number; readonly settledTo: number },
): Pick<RollUpMarks, 'version' | 'own_to' | 'hours_to' | 'days_to'> {
  const hour = floor(written.firstStart, HOUR);
  const day = floor(written.firstStart, DAY);
  const hoursTo = before.own_to <= before.hours_to ? Math.max(before.hours_to, hour) : before.hours_to;
  const daysTo = before.own_to <= before.days_to ? Math.max(before.days_to, day) : before.days_to;
  // A day whose hours are gone cannot be made again.
  const earliestDay = Math.ceil(before.hours_from / DAY) * DAY;
  return {
    version: before.version + (written.firstStart < written.settledTo ? 1 : 0),
    own_to: Math.max(before.own_to, written.lastStart + 1),
    hours_to: Math.min(hoursTo, hour),
    days_to: Math.min(daysTo, Math.max(day, earliestDay)),
  };
}

function floor(minute: number, step: number): number {
  return Math.floor(minute / step) * step;
}
