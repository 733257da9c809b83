import type { DayLevel } from '../../status-page/day-level.js';

/** A month's chart, laid out over days: `x` is a share of the month, 0 its beginning and 1 its end. */
export type Chart =
  | {
      readonly kind: 'days';
      readonly axis: DayAxis;
      readonly bars: readonly DayBarMark[];
      readonly labels: readonly LegendLabel[];
    }
  | { readonly kind: 'burn-down'; readonly axis: DayAxis; readonly points: readonly XY[] }
  | { readonly kind: 'latency'; readonly axis: DayAxis; readonly lines: readonly LatencyLine[] };

export interface DayAxis {
  readonly ticks: readonly { readonly x: number; readonly label: string }[];
}

export interface DayBarMark {
  readonly x: number;
  readonly width: number;
  readonly level: DayLevel;
  /** Share of what is not good ÷ what the objective allows; `null` without data. */
  readonly burn: number | null;
  readonly text: string;
}

export interface LegendLabel {
  readonly level: DayLevel;
  readonly text: string;
}

export interface XY {
  readonly x: number;
  readonly y: number;
}

export interface LatencyLine {
  readonly name: 'p50' | 'p90' | 'p99';
  /** Over the whole month. */
  readonly value: string;
  /** `us`: `null` without data, or where the percentile lies beyond the timeout (`isBeyond`). */
  readonly points: readonly { readonly x: number; readonly us: number | null; readonly isBeyond: boolean }[];
}
