import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';

import type { BudgetPoint } from '../../domain/slo-history.js';
import type { TimeWindow } from '../../domain/window.js';
import { PLOT } from '../status-page/stretched.js';
import { shareAt } from '../status-page/time-axis.js';
import { type StepOf, stretchesWhere } from './steps-axis.js';

/** What was left at an instant. */
interface Left {
  readonly timeMs: number;
  /** `null`: not known, the line is broken. */
  readonly remaining: number | null;
}

/** How a budget went; paths are in units of `PLOT`. */
export interface BurnDownGeometry {
  readonly line: string;
  /** Between the line and zero, where something was left. */
  readonly left: string;
  /** The same where it was overspent; empty where it never was. */
  readonly overspent: string;
  /** From all at the beginning to nothing at the end. */
  readonly pace: string;
  readonly zero: string;
  readonly gaps: readonly TimeWindow[];
  readonly yTicks: readonly { readonly y: number; readonly label: string }[];
  readonly lowest: number;
}

/**
 * Lays out how a budget went over its window; `null` where nothing is known of it.
 *
 * @param window the whole of it: of a calendar's the time to come too
 */
export function burnDownGeometry(steps: readonly StepOf<BudgetPoint>[], window: TimeWindow): BurnDownGeometry | null {
  const told = cornersOf(steps);
  const known = told.flatMap(({ remaining }) => remaining ?? []);
  if (known.length === 0) return null;
  const lowest = Math.min(...known);
  const y = scaleLinear([Math.min(0, lowest), 1], [PLOT.height, 0]).nice(4);
  const x = (timeMs: number): number => shareAt(timeMs, window) * PLOT.width;
  const areaOf = (clip: (remaining: number) => number): string =>
    area<Left>()
      .digits(1)
      .defined(({ remaining }) => remaining !== null)
      .x(({ timeMs }) => x(timeMs))
      .y0(y(0))
      .y1(({ remaining }) => y(clip(remaining ?? 0)))(told) ?? '';
  const lineOf = line<Left>()
    .digits(1)
    .defined(({ remaining }) => remaining !== null)
    .x(({ timeMs }) => x(timeMs))
    .y(({ remaining }) => y(remaining ?? 0));
  return {
    line: lineOf(told) ?? '',
    left: areaOf((remaining) => Math.max(0, remaining)),
    overspent: lowest < 0 ? areaOf((remaining) => Math.min(0, remaining)) : '',
    pace: `M0,${String(y(1))}L${String(PLOT.width)},${String(y(0))}`,
    zero: `M0,${String(y(0))}H${String(PLOT.width)}`,
    gaps: stretchesWhere(steps, ({ remaining }) => (remaining ?? null) === null),
    yTicks: y.ticks(3).map((value) => ({ y: y(value) / PLOT.height, label: percentLabel(value) })),
    lowest,
  };
}

/** A line has a corner where each step begins and ends, and where it passes through zero, so that areas end there. */
function cornersOf(steps: readonly StepOf<BudgetPoint>[]): readonly Left[] {
  const corners: Left[] = [];
  let before = 1;
  for (const { point, fromMs, toMs } of steps) {
    const remaining = point.remaining ?? null;
    if (remaining === null) {
      corners.push({ timeMs: fromMs, remaining: null });
      continue;
    }
    corners.push({ timeMs: fromMs, remaining: before });
    if (before > 0 && remaining < 0)
      corners.push({ timeMs: fromMs + ((toMs - fromMs) * before) / (before - remaining), remaining: 0 });
    corners.push({ timeMs: toMs, remaining });
    before = remaining;
  }
  return corners;
}

function percentLabel(share: number): string {
  return `${share < 0 ? '−' : ''}${String(Math.round(Math.abs(share) * 100))}%`;
}
