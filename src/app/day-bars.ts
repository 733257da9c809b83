import type { HistoryReader } from '../domain/history-reader.js';
import type { DayBar } from '../domain/latency.js';
import type { SloDefinition } from '../domain/slo-definition.js';
import type { Tally } from '../domain/tally.js';
import { sli } from '../judge/slo/sli.js';
import { type DayWindow, dayWindows } from './day-windows.js';
import { tallyWindows } from './tally-windows.js';

export interface DayBarsOptions {
  /** IANA zone whose days are meant. */
  readonly timeZone: string;
  readonly nowMs: number;
  readonly days: number;
}

/**
 * The last days of one SLO, oldest first, today last. For many SLOs read the windows of all at once
 * with `tallyWindows(history, slos, dayWindows(…))` and make each bar with `dayBar`; days before
 * today are final until the history's version changes.
 */
export async function dayBars(
  history: HistoryReader,
  slo: SloDefinition,
  { timeZone, nowMs, days }: DayBarsOptions,
): Promise<readonly DayBar[]> {
  const windows = dayWindows(timeZone, nowMs, days);
  const rows = await tallyWindows(history, [slo], windows);
  return windows.flatMap((window, i) => {
    const tally = rows[i]?.[0];
    return tally === undefined ? [] : [dayBar(window, tally)];
  });
}

export function dayBar({ date }: DayWindow, { good, valid }: Tally): DayBar {
  return { date, good, valid, sli: sli({ good, valid }) };
}
