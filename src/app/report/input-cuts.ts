import { HOUR_MS } from '../../domain/clock.js';
import type { TimeWindow } from '../../domain/window.js';
import { type Excluding, eachLeftOut, inputExclusions, type InputRecords } from './input-records.js';
import { monthDays } from './report-month.js';

interface Cutting {
  readonly slo: Excluding;
  readonly records: InputRecords;
  readonly window: TimeWindow;
  readonly timeZone: string;
  /** Minutes before this time may have been removed. */
  readonly minutesFromMs: number;
}

/**
 * Where an SLO's month is cut besides at hours, so that each step either counts as a whole or is out as a
 * whole, whichever of the records one leaves out, and lies in one day. What is no longer kept by the minute
 * is cut only where judging cuts it: any further cut would lose the hour it falls in.
 */
export function inputCuts({ slo, records, window, timeZone, minutesFromMs }: Cutting): readonly number[] {
  const days = monthDays(window, timeZone).map(({ fromMs }) => fromMs);
  const further = [...eachLeftOut(records).flatMap((less) => boundsOf(slo, less)), ...days.filter(isWithinHour)];
  const cuts = [...boundsOf(slo, records), ...further.filter((ms) => ms >= minutesFromMs)];
  const inside = cuts.filter((ms) => ms > window.fromMs && ms < window.toMs);
  return [...new Set(inside)].sort((a, b) => a - b);
}

function boundsOf(slo: Excluding, records: InputRecords): readonly number[] {
  return inputExclusions(slo, records).flatMap(({ fromMs, toMs }) => [fromMs, toMs]);
}

function isWithinHour(timeMs: number): boolean {
  return timeMs % HOUR_MS !== 0;
}
