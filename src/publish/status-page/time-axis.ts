import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../domain/clock.js';
import type { TimeWindow } from '../../domain/window.js';
import type { TimeFormat } from './format-time.js';

/** A label of an axis; `x` is a share of it, 0 … 1. */
export interface AxisTick {
  readonly x: number;
  readonly label: string;
}

/** Where an instant lies in a stretch of time: 0 … 1. */
export function shareAt(timeMs: number, { fromMs, toMs }: TimeWindow): number {
  return Math.min(1, Math.max(0, (timeMs - fromMs) / (toMs - fromMs)));
}

/** Longer stretches are labelled with days, shorter ones with times of day. */
const DAYS_ABOVE_MS = 36 * HOUR_MS;
const TIME_STEPS_MS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720].map((minutes) => minutes * MINUTE_MS);
const DAY_STEPS_MS = [1, 2, 5, 7, 10, 14, 30, 60, 90, 180, 365].map((days) => days * DAY_MS);
/** As many as fit a phone. */
const MAX_TICKS = 5;

/**
 * Round times, or days, of the page's zone: the axis is shifted by the zone's offset, so that they fall on
 * its hours and midnights.
 */
export function timeTicks(window: TimeWindow, time: TimeFormat): readonly AxisTick[] {
  const shiftMs = time.offsetMinutes(window.toMs) * MINUTE_MS;
  const shifted = { fromMs: window.fromMs + shiftMs, toMs: window.toMs + shiftMs };
  const isDays = window.toMs - window.fromMs > DAYS_ABOVE_MS;
  return utcTicks(shifted, isDays ? DAY_STEPS_MS : TIME_STEPS_MS).map((tickMs) => ({
    x: shareAt(tickMs, shifted),
    label: isDays ? time.shortDay(new Date(tickMs).toISOString().slice(0, 10)) : time.timeOfDay(tickMs - shiftMs),
  }));
}

function utcTicks({ fromMs, toMs }: TimeWindow, stepsMs: readonly number[]): readonly number[] {
  const fitting = stepsMs.find((stepMs) => (toMs - fromMs) / stepMs <= MAX_TICKS);
  const stepMs = fitting ?? Math.ceil((toMs - fromMs) / MAX_TICKS / DAY_MS) * DAY_MS;
  const ticks: number[] = [];
  for (let tickMs = Math.ceil(fromMs / stepMs) * stepMs; tickMs <= toMs; tickMs += stepMs) ticks.push(tickMs);
  return ticks;
}
