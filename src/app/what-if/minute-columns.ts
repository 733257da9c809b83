import { setImmediate } from 'node:timers/promises';

import { DAY_MS, MINUTE_MS } from '../../domain/clock.js';
import type { HistoryReader } from '../../domain/history-reader.js';
import type { TimeWindow } from '../../domain/window.js';
import type { Ratio } from '../../judge/slo/sli.js';
import { countedIn } from '../arrived-attempts.js';
import { Projection, type StepTallies } from '../projection.js';
import type { SloIndex } from '../slo-index.js';
import { UnitGrowth } from './unit-growth.js';
import { attemptsOf, hasValidAttempt } from '../tally-sums.js';

/** What one SLO's minutes hold, minute by minute: sums of all minutes before each, so that any window is a difference. */
export interface MinuteColumns {
  readonly fromMs: number;
  /** How many minutes; each column has one place more. */
  readonly length: number;
  /** Attempts that count. */
  readonly good: Float64Array;
  readonly valid: Float64Array;
  /**
   * What they come to where series are weighed, else the same as attempts. Where more than a minute is weighed
   * at once, what each minute adds to what was known before of its time: sums from where that begins are right.
   */
  readonly weighedGood: Float64Array;
  readonly weighedValid: Float64Array;
  /** Minutes in which attempts failed. */
  readonly failing: Float64Array;
  /** Whether the minute has a valid attempt. */
  readonly isCovered: Uint8Array;
  /** Whether attempts of the minute make a figure. */
  readonly isCounted: Uint8Array;
}

/** Reads the minutes of all SLOs of an index in `[fromMs, toMs)`, once for all of them. */
export async function readMinuteColumns(
  history: HistoryReader,
  index: SloIndex,
  { fromMs, toMs }: TimeWindow,
): Promise<readonly MinuteColumns[]> {
  const columns = index.slos.map(() => emptyColumns(fromMs, (toMs - fromMs) / MINUTE_MS));
  const growth = new UnitGrowth(index, fromMs);
  for (let dayMs = fromMs; dayMs < toMs; dayMs += DAY_MS) {
    await readDay(history, index, { columns, growth }, { fromMs: dayMs, toMs: Math.min(toMs, dayMs + DAY_MS) });
    await setImmediate();
  }
  for (const one of columns) sumUp(one);
  return columns;
}

async function readDay(
  history: HistoryReader,
  index: SloIndex,
  { columns, growth }: { readonly columns: readonly MinuteColumns[]; readonly growth: UnitGrowth },
  window: TimeWindow,
): Promise<void> {
  const projection = new Projection(index);
  let minuteMs: number | null = null;
  const flush = (): void => {
    if (minuteMs === null) return;
    const step = projection.take(minuteMs);
    const grown = growth.add(minuteMs, step);
    for (const [row, one] of columns.entries())
      put(one, step, { row, minute: (minuteMs - one.fromMs) / MINUTE_MS, units: grown.get(row) });
  };
  await history.scanCells({ seriesIds: index.seriesIds, resolution: 'minute', ...window }, (cell, tell) => {
    if (cell.startMs !== minuteMs) flush();
    minuteMs = cell.startMs;
    projection.add(cell, tell);
  });
  flush();
}

interface Place {
  readonly row: number;
  readonly minute: number;
  /** What the minute adds where more than a minute is weighed at once. */
  readonly units: Ratio | undefined;
}

/** Into the place after the minute's own: sums come later. */
function put(columns: MinuteColumns, step: StepTallies, { row, minute, units: grown }: Place): void {
  const { sums, weighed } = step;
  const attempts = attemptsOf(sums, row);
  const units = grown ?? weighed.get(row) ?? attempts;
  columns.good[minute + 1] = attempts.good;
  columns.valid[minute + 1] = attempts.valid;
  columns.weighedGood[minute + 1] = units.good;
  columns.weighedValid[minute + 1] = units.valid;
  columns.failing[minute + 1] = attempts.good < attempts.valid ? 1 : 0;
  columns.isCovered[minute] = hasValidAttempt(sums, row) ? 1 : 0;
  columns.isCounted[minute] = countedIn(step, row) > 0 ? 1 : 0;
}

function emptyColumns(fromMs: number, length: number): MinuteColumns {
  const column = (): Float64Array => new Float64Array(length + 1);
  return {
    fromMs,
    length,
    good: column(),
    valid: column(),
    weighedGood: column(),
    weighedValid: column(),
    failing: column(),
    isCovered: new Uint8Array(length),
    isCounted: new Uint8Array(length),
  };
}

function sumUp({ length, good, valid, weighedGood, weighedValid, failing }: MinuteColumns): void {
  for (const column of [good, valid, weighedGood, weighedValid, failing])
    for (let i = 1; i <= length; i++) column[i] = (column[i] ?? 0) + (column[i - 1] ?? 0);
}
