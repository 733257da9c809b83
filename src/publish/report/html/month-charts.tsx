import type { VNode } from 'preact';

import type { Chart } from '../content/chart.js';
import { BurnDownChart } from './burn-down-chart.js';
import { DayBarChart } from './day-bar-chart.js';
import { PercentileChart } from './percentile-chart.js';

interface ChartProps {
  readonly chart: Chart;
  /** The chart in words, for those who do not see it. */
  readonly summary: string;
}

/** A chart drawn on the server: it fills its width, with text that keeps its size. */
export function MonthChart({ chart, summary }: ChartProps): VNode {
  switch (chart.kind) {
    case 'days':
      return <DayBarChart chart={chart} summary={summary} />;
    case 'burn-down':
      return <BurnDownChart chart={chart} summary={summary} />;
    case 'latency':
      return <PercentileChart chart={chart} summary={summary} />;
    default:
      return chart satisfies never;
  }
}
