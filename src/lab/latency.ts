import { DAY_MS, HOUR_MS } from '../domain/clock.js';
import type { LatencyModel } from './scenario.js';

const LONGEST_US = 60e6;
const BUSIEST_HOUR = 20;

/** One latency in microseconds, drawn from the model. Takes two random numbers. */
export function drawLatencyUs(model: LatencyModel, random: () => number): number {
  const drawn = model.medianUs * Math.exp(model.sigma * drawNormal(random));
  return Math.min(LONGEST_US, Math.max(model.minUs, drawn));
}

/** How busy resolvers are at this time of day: 0 at 08:00 UTC, 1 at 20:00 UTC. */
export function dailyLoad(timeMs: number): number {
  const hour = (timeMs % DAY_MS) / HOUR_MS;
  return (1 + Math.cos(((hour - BUSIEST_HOUR) / 24) * 2 * Math.PI)) / 2;
}

/** Box and Muller's transform; 1 - random() keeps the logarithm finite. */
function drawNormal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
