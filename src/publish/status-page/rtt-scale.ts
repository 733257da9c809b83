import { extent } from 'd3-array';
import { type ScaleLogarithmic, scaleLog } from 'd3-scale';

export type RttScale = ScaleLogarithmic<number, number>;

/**
 * Round-trips (microseconds) from the top of a chart of some height down. Logarithmic, since cache hits and
 * misses lie decades apart; at least one decade, so that noise looks like noise.
 */
export function rttScale(values: readonly number[], height: number): RttScale {
  const [low, high] = extent(values);
  const bottom = niceBelow(Math.max(1, low ?? 1_000));
  const top = Math.max(niceAbove(Math.max(1, high ?? 100_000)), bottom * 10);
  return scaleLog([bottom, top], [height, 0]);
}

const NICE_STEPS = [1, 2, 5, 10] as const;

function niceBelow(value: number): number {
  const decade = 10 ** Math.floor(Math.log10(value));
  return decade * (NICE_STEPS.findLast((step) => step * decade <= value) ?? 1);
}

function niceAbove(value: number): number {
  const decade = 10 ** Math.floor(Math.log10(value));
  return decade * (NICE_STEPS.find((step) => step * decade >= value) ?? 10);
}

/** One tick a decade; 2 and 5 between them too where little more than one decade is shown. */
export function rttTicks(scale: RttScale): readonly number[] {
  const [bottom = 1, top = 10] = scale.domain();
  const steps = top / bottom <= 20 ? [1, 2, 5] : [1];
  const ticks: number[] = [];
  for (let decade = 10 ** Math.floor(Math.log10(bottom)); decade <= top; decade *= 10) {
    ticks.push(...steps.map((step) => step * decade));
  }
  return ticks.filter((us) => us >= bottom && us <= top);
}
