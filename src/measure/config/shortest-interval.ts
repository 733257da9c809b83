import { createTask, validateDetailed } from 'node-cron';

import { DAY_MS, SECOND_MS } from '../../domain/clock.js';

/** The shortest time between two firings of a valid six-field cron expression in UTC. */
export function shortestIntervalMs(expression: string): number {
  const { second = [], minute = [], hour = [] } = validateDetailed(expression).fields ?? {};
  const times = hour
    .flatMap((h) => minute.flatMap((m) => second.map((s) => (h * 60 + m) * 60 + s)))
    .sort((a, b) => a - b);
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  const inDayMs = gaps.reduce((least, gap) => Math.min(least, gap), Infinity) * SECOND_MS;
  const first = times[0] ?? 0;
  const overNightMs = (first - (times.at(-1) ?? 0)) * SECOND_MS;
  return Math.min(inDayMs, shortestDaysMs(expression, first * SECOND_MS) + overNightMs);
}

/** The shortest time between two days on which an expression fires, looked for over a cycle of leap years. */
function shortestDaysMs(expression: string, timeOfDayMs: number): number {
  const task = createTask(expression, () => undefined, { timezone: 'UTC' });
  const startMs = Date.UTC(2024, 0, 1) + timeOfDayMs;
  let shortest = Infinity;
  let last: number | null = null;
  for (let day = 0; day < 8 * 366 && shortest > DAY_MS; day++) {
    const timeMs = startMs + day * DAY_MS;
    if (!task.match(new Date(timeMs))) continue;
    if (last !== null) shortest = Math.min(shortest, timeMs - last);
    last = timeMs;
  }
  void task.destroy();
  return shortest;
}
