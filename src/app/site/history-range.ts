import { ceilTo, DAY_MS, floorTo, HOUR_MS, MINUTE_MS } from '../../domain/clock.js';
import { formatDuration } from '../../domain/duration.js';
import type { RolledUp } from '../../domain/history-reader.js';
import { MAX_HISTORY_POINTS } from '../../domain/slo-history.js';
import type { TimeWindow } from '../../domain/window.js';
import { AppError } from '../errors.js';

/** A stretch of time, and the steps in which it is told. */
export interface HistoryRange extends TimeWindow {
  readonly stepMs: number;
  /** In order, without gaps; the first and the last may be shorter than `stepMs`. */
  readonly steps: readonly TimeWindow[];
}

/** Longer stretches are told from hours: their bounds and their step are rounded to hours. */
const HOURLY_ABOVE_MS = 2 * DAY_MS;

/**
 * Any stretch of time that somebody asks for.
 *
 * @param asked `fromMs` is rounded down and `toMs` up, to minutes or hours; `stepMs`: whole minutes, `null`: one that suits
 * @throws `AppError` `HISTORY_RANGE_INVALID` or `HISTORY_TOO_MANY_POINTS`: the asker's fault
 */
export function askedRange(
  asked: TimeWindow & { readonly stepMs: number | null },
  kept: Pick<RolledUp, 'minutesFromMs' | 'hoursFromMs'>,
): HistoryRange {
  if (!(asked.fromMs < asked.toMs)) throw new AppError('HISTORY_RANGE_INVALID', RANGE_REQUIRED);
  const unitMs = Math.max(unitFor(asked), unitKept(asked.fromMs, kept));
  const window = { fromMs: floorTo(asked.fromMs, unitMs), toMs: ceilTo(asked.toMs, unitMs) };
  return stepped(window, ceilTo(asked.stepMs ?? suitableStepMs(window), unitMs));
}

/**
 * The whole of an SLO's window, to the minute, so that its steps add up to where the SLO stands; what is kept only by the
 * hour or the day is told in such steps.
 */
export function windowRange(window: TimeWindow, kept: Pick<RolledUp, 'minutesFromMs' | 'hoursFromMs'>): HistoryRange {
  return stepped(window, ceilTo(suitableStepMs(window), unitKept(window.fromMs, kept)));
}

const RANGE_REQUIRED = 'reading an SLO\'s past: "from" before "to" is required, found no time between';

function unitFor({ fromMs, toMs }: TimeWindow): number {
  return toMs - fromMs > HOURLY_ABOVE_MS ? HOUR_MS : MINUTE_MS;
}

/** What is kept only as a whole belongs to steps that hold it as a whole. */
function unitKept(fromMs: number, { minutesFromMs, hoursFromMs }: Pick<RolledUp, 'minutesFromMs' | 'hoursFromMs'>) {
  if (fromMs < hoursFromMs) return DAY_MS;
  return fromMs < minutesFromMs ? HOUR_MS : MINUTE_MS;
}

const STEPS_MS: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 3, 7, 14, 28].map((days) => days * DAY_MS),
];
/** As many as a chart shows well: four weeks in steps of six hours. */
const MOST_SHOWN = 120;

/** The shortest of the steps that people know of which no more are needed than a chart shows well. */
export function suitableStepMs({ fromMs, toMs }: TimeWindow): number {
  const lengthMs = toMs - fromMs;
  return STEPS_MS.find((stepMs) => lengthMs / stepMs <= MOST_SHOWN) ?? ceilTo(lengthMs / MOST_SHOWN, DAY_MS);
}

function stepped(window: TimeWindow, stepMs: number): HistoryRange {
  const { fromMs, toMs } = window;
  const firstMs = floorTo(fromMs, stepMs);
  const count = Math.ceil((toMs - firstMs) / stepMs);
  if (count > MAX_HISTORY_POINTS) throw tooMany(count, stepMs);
  const steps = Array.from({ length: count }, (_, i) => ({
    fromMs: Math.max(fromMs, firstMs + i * stepMs),
    toMs: Math.min(toMs, firstMs + (i + 1) * stepMs),
  }));
  return { ...window, stepMs, steps };
}

function tooMany(count: number, stepMs: number): AppError {
  const [most, found] = [String(MAX_HISTORY_POINTS), String(count)];
  return new AppError(
    'HISTORY_TOO_MANY_POINTS',
    `reading an SLO's past: at most ${most} points are given, found ${found} of ${formatDuration(stepMs)}: make "step" longer or the range shorter`,
  );
}
