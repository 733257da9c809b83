import { isoTime } from '../../domain/clock.js';
import { tidy } from '../../judge/slo/tidy.js';
import type { HourCount } from '../explain/explanation.js';
import type { JudgedInputs } from './judged-inputs.js';
import type { BurnDownPoint } from './month-figures.js';

/** How much of the month's budget was left: at its beginning all, and at the end of each hour that cost some of it. */
export function burnDown({ fromMs, toMs }: JudgedInputs, hours: readonly HourCount[]): readonly BurnDownPoint[] {
  const known = hours.some(({ valid }) => valid > 0);
  if (!known) return [];
  const points: BurnDownPoint[] = [{ time: isoTime(fromMs), remaining: 1 }];
  let remaining = 1;
  for (const { from, to, budget } of hours) {
    if (budget === null || budget === 0) continue;
    if (points.at(-1)?.time !== from) points.push({ time: from, remaining: rounded(remaining) });
    remaining -= budget;
    points.push({ time: to, remaining: rounded(remaining) });
  }
  const end = isoTime(toMs);
  return points.at(-1)?.time === end ? points : [...points, { time: end, remaining: rounded(remaining) }];
}

/** Sums of hours carry noise in their last digits. */
function rounded(share: number): number {
  return tidy(Number(share.toFixed(9))) + 0;
}
