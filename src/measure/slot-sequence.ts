import { createTask, parse } from 'node-cron';

import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, floorTo } from '../domain/clock.js';
import { type ProbeSchedule, roundMs } from '../domain/probe-definition.js';
import { MeasureError } from './errors.js';
import { hashShare } from './plan/series-phase.js';

/** When a series is due. Positions are integers, so that stepping on never meets a slot twice. */
export interface SlotSequence {
  /** The position of the first slot that is not before `timeMs`; `null` if none ever comes. */
  firstFrom(timeMs: number): number | null;
  next(position: number): number | null;
  /** Milliseconds since the epoch. */
  timeOf(position: number): number;
}

/** A round of a cron schedule is spread over at most this. */
const CRON_SPREAD_MS = 1_000;
/** Every pattern that fires at all fires within eight years (29 February around a century). */
const CRON_HORIZON_DAYS = 8 * 366 + 1;

/** Where in a schedule a series has its place. */
export interface SlotPlace {
  /** In [0, 1): where in the interval, so that a round is no burst. */
  readonly phase: number;
  /** Every slot is moved by up to this much, less than half the interval; absent: by nothing. */
  readonly jitterMs?: number;
  /** Decides by how much each: slots are the same after a restart. */
  readonly key?: string;
}

export function slotSequence(schedule: ProbeSchedule, { phase, jitterMs = 0, key = '' }: SlotPlace): SlotSequence {
  const slots = unmovedSlots(schedule, phase);
  const mostMs = Math.min(jitterMs, 0.49 * roundMs(schedule));
  return mostMs === 0 ? slots : jittered(slots, mostMs, key);
}

/** No slot is moved past another: their order stays. */
function jittered(slots: SlotSequence, mostMs: number, key: string): SlotSequence {
  const timeOf = (position: number): number => slots.timeOf(position) + (2 * hashShare(key, position) - 1) * mostMs;
  return {
    firstFrom: (timeMs) => {
      let position = slots.firstFrom(timeMs - mostMs);
      while (position !== null && timeOf(position) < timeMs) position = slots.next(position);
      return position;
    },
    next: (position) => slots.next(position),
    timeOf,
  };
}

function unmovedSlots(schedule: ProbeSchedule, phase: number): SlotSequence {
  switch (schedule.kind) {
    case 'every':
      return everySlots(schedule.everyMs, phase * schedule.everyMs);
    case 'cron':
      return cronSlots(schedule.expression, phase * Math.min(CRON_SPREAD_MS, schedule.shortestMs));
    default:
      return schedule satisfies never;
  }
}

/** Multiples of the interval since the epoch, so that a restart keeps them. */
function everySlots(everyMs: number, offsetMs: number): SlotSequence {
  const timeOf = (position: number): number => position * everyMs + offsetMs;
  return {
    firstFrom: (timeMs) => {
      const position = Math.floor((timeMs - offsetMs) / everyMs);
      return timeOf(position) >= timeMs ? position : position + 1;
    },
    next: (position) => position + 1,
    timeOf,
  };
}

/** Positions are the firings, in seconds since the epoch. */
function cronSlots(expression: string, offsetMs: number): SlotSequence {
  const firstFiring = cronFirings(expression);
  return {
    firstFrom: (timeMs) => firstFiring(Math.ceil((timeMs - offsetMs) / SECOND_MS)),
    next: (position) => firstFiring(position + 1),
    timeOf: (position) => position * SECOND_MS + offsetMs,
  };
}

/**
 * The first firing that is not before a second. node-cron itself only reckons from the present;
 * what it says of the day (`L`, `15W`, weekdays) is asked once a day, the rest are plain lists.
 */
function cronFirings(expression: string): (second: number) => number | null {
  const task = cronTask(expression);
  void task.destroy(); // only its `match` is used: it must not stay in the library's registry
  const times = timesOfDay(parse(expression));
  const firstTimeMs = (times[0] ?? 0) * SECOND_MS;
  return (second) => {
    let day = floorTo(second * SECOND_MS, DAY_MS);
    for (let i = 0; i < CRON_HORIZON_DAYS; i++, day += DAY_MS) {
      if (!task.match(new Date(day + firstTimeMs))) continue;
      const time = firstNotBefore(times, second - day / SECOND_MS);
      if (time !== undefined) return day / SECOND_MS + time;
    }
    return null;
  };
}

function cronTask(expression: string): ReturnType<typeof createTask> {
  try {
    return createTask(expression, () => undefined, { timezone: 'UTC' });
  } catch (cause) {
    const found = `${JSON.stringify(expression)} (${cause instanceof Error ? cause.message : String(cause)})`;
    throw new MeasureError('PLAN_INVALID', `plan a schedule: a cron pattern with seconds is required; found ${found}`, {
      cause,
    });
  }
}

/** Seconds of the day at which a pattern fires, ascending. */
function timesOfDay(fields: { second: number[]; minute: number[]; hour: number[] }): Int32Array {
  const times = fields.hour.flatMap((hour) =>
    fields.minute.flatMap((minute) =>
      fields.second.map((second) => (hour * HOUR_MS + minute * MINUTE_MS) / SECOND_MS + second),
    ),
  );
  return Int32Array.from(times).sort();
}

function firstNotBefore(times: Int32Array, wanted: number): number | undefined {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return times[low];
}
