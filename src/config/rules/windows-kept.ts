import { ceilTo, DAY_MS, HOUR_MS } from '../../domain/clock.js';
import { formatDuration } from '../../domain/duration.js';
import type { CalendarWindow, SloDefinition } from '../../domain/slo-definition.js';
import { problemAt } from '../../openslo/document/source-document.js';
import type { PlacedSlo } from '../../openslo/placed-slo.js';
import type { Draft, Rule } from '../draft.js';
import { hasWholeHourOffset } from './whole-hour-offset.js';

/** What is kept must answer the window of every SLO, all of it. */
export const windowsKept: Rule = ({ config, slos, faultyKeys }) =>
  slos.flatMap(({ definition, source, pointers }) => {
    if (faultyKeys.has('retention')) return [];
    const { kept, at, because, remedy } = needOf(definition);
    // A day more: who starts anew finds a whole window still.
    const neededMs = ceilTo(longestMs(definition), DAY_MS) + DAY_MS;
    const foundMs = keptMs(config.retention, kept);
    if (neededMs <= foundMs) return [];
    const found = `set retention.${kept} to at least ${formatDuration(neededMs)} (it is ${formatDuration(foundMs)})`;
    return [problemAt(source, pointers[at], `${because}: ${found}${remedy}`)];
  });

interface Need {
  readonly kept: 'minutes' | 'hours';
  /** What needs it. */
  readonly at: keyof PlacedSlo['pointers'];
  readonly because: string;
  readonly remedy: string;
}

const SHORTER = ', or choose a shorter window';

/** The coarsest cells from which a window can be read. */
function needOf(definition: SloDefinition): Need {
  const { periodText, calendar, slices, weighing } = definition;
  const minutes = (at: Need['at'], because: string, remedy = SHORTER): Need => {
    return { kept: 'minutes', at, because, remedy };
  };
  // It begins and ends on any minute.
  if (calendar === null) return minutes('period', `a window of ${periodText} is read to the minute`);
  if (slices !== null && slices.widthMs % HOUR_MS !== 0) {
    const because = `slices of ${formatDuration(slices.widthMs)} in a window of ${periodText} are read by the minute`;
    return minutes('slices', because, ', choose slices of whole hours or a shorter window');
  }
  if (weighing.kind !== 'attempts')
    return minutes('period', `a window of ${periodText} in which not attempts weigh alike is read by the minute`);
  return offTheHour(calendar, periodText, minutes) ?? byTheHour(periodText);
}

function byTheHour(periodText: string): Need {
  return { kept: 'hours', at: 'period', because: `a window of ${periodText} is read by the hour`, remedy: SHORTER };
}

/** Hours are those of UTC. */
function offTheHour(
  { unit, count, timeZone, anchor }: CalendarWindow,
  periodText: string,
  minutes: (at: Need['at'], because: string, remedy?: string) => Need,
): Need | null {
  if (!hasWholeHourOffset(timeZone)) {
    const because = `a window of ${periodText} in ${timeZone}, whose offset is not whole hours, is read to the minute`;
    return minutes('timeZone', because);
  }
  // Windows of months begin at midnight.
  if (unit !== 'month' && anchor?.endsWith(':00') === false)
    return minutes('startTime', `a window of ${periodText} that begins off the hour is read to the minute`);
  if (unit === 'minute' && count % 60 !== 0)
    return minutes('period', `a window of ${periodText}, not of whole hours, is read to the minute`);
  return null;
}

/** Of months the longest there are in a row. */
function longestMs({ calendar, periodMs }: SloDefinition): number {
  if (calendar?.unit !== 'month') return periodMs;
  const { count } = calendar;
  const [years, months] = [Math.floor(count / 12), count % 12];
  return (366 * years + (LONGEST_MONTHS[months] ?? 0)) * DAY_MS;
}

/** Days of so many months in a row, at most: July and August have 62, March to January 337. */
const LONGEST_MONTHS = [0, 31, 62, 92, 123, 153, 184, 215, 245, 276, 306, 337] as const;

function keptMs({ minutesMs, hoursMs }: Draft['config']['retention'], kept: Need['kept']): number {
  return kept === 'minutes' ? minutesMs : hoursMs;
}
