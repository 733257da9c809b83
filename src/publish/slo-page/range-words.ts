import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../domain/clock.js';
import type { SloHistory } from '../../domain/slo-history.js';
import type { TimeWindow } from '../../domain/window.js';
import type { TimeFormat } from '../status-page/format-time.js';
import type { PageContext } from '../status-page/page-context.js';
import { periodWords } from '../status-page/period-words.js';
import { timeOf } from './steps-axis.js';

/** Which stretch of time charts show: the SLO's window, or the last day. */
export function rangeWords(history: SloHistory, { text, time }: PageContext): string {
  const window = timeOf(history);
  const isWindow = history.points.some(({ remaining }) => remaining !== undefined);
  if (isWindow) return text.sloPage.wholeWindow(...boundWords(window, time));
  // The last step is not over yet: 23 hours and a half are the last day.
  const spanMs = Math.ceil((window.toMs - window.fromMs) / HOUR_MS) * HOUR_MS;
  return text.sloPage.last(periodWords(spanMs, text));
}

/** Days where it is longer than one. */
function boundWords({ fromMs, toMs }: TimeWindow, time: TimeFormat): [string, string] {
  const isLong = toMs - fromMs > DAY_MS;
  return isLong ? [dayWords(fromMs, time), dayWords(toMs, time)] : [time.dateTime(fromMs), time.dateTime(toMs)];
}

function dayWords(timeMs: number, time: TimeFormat): string {
  const localMs = timeMs + time.offsetMinutes(timeMs) * MINUTE_MS;
  return time.shortDay(new Date(localMs).toISOString().slice(0, 10));
}
