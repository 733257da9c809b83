import type { VNode } from 'preact';

import { FAILED_OUTCOMES, type FailedOutcome, totalCount } from '../../domain/outcome.js';
import type { SloHistory, SloHistoryPoint } from '../../domain/slo-history.js';
import type { TimeWindow } from '../../domain/window.js';
import { TimeAxis } from '../report/html/plot.js';
import { formatShare } from '../status-page/format-share.js';
import type { PageContext } from '../status-page/page-context.js';
import { PLOT, Stretched } from '../status-page/stretched.js';
import { shareAt, timeTicks } from '../status-page/time-axis.js';
import { ChartFrame, Gaps } from './chart-frame.js';
import { type StepOf, stepsOf, stretchesWhere, timeOf } from './steps-axis.js';

interface FailureStripsProps {
  readonly history: SloHistory;
  readonly page: PageContext;
}

/**
 * Failures by kind over time, a row of bars for each kind that there was. Each row has its own scale: one
 * kind in ten thousand is as visible as a third.
 */
export function FailureStrips({ history, page }: FailureStripsProps): VNode {
  const words = page.text.sloPage.outcomes;
  const steps = stepsOf(history);
  const total = steps.reduce((sum, { point }) => sum + totalCount(point.outcomes), 0);
  const strips = stripsOf(steps);
  return (
    <ChartFrame title={words.title} note={strips.length === 0 ? '' : words.note}>
      {total === 0 && <p class="nothing">{page.text.latencyNoData}</p>}
      {total > 0 && strips.length === 0 && <p class="all-answered">{words.none(page.formatCount(total))}</p>}
      {strips.length > 0 && <Drawing strips={strips} steps={steps} total={total} history={history} page={page} />}
    </ChartFrame>
  );
}

interface Strip {
  readonly kind: FailedOutcome;
  readonly count: number;
  /** The step with the largest share of it. */
  readonly worst: { readonly share: number; readonly fromMs: number };
}

type Step = StepOf<SloHistoryPoint>;

function stripsOf(steps: readonly Step[]): readonly Strip[] {
  return FAILED_OUTCOMES.map((kind) => ({
    kind,
    count: steps.reduce((sum, { point }) => sum + point.outcomes[kind], 0),
    worst: steps.reduce(
      (worst, { point, fromMs }) => {
        const share = shareOf(point, kind);
        return share > worst.share ? { share, fromMs } : worst;
      },
      { share: 0, fromMs: 0 },
    ),
  })).filter(({ count }) => count > 0);
}

function shareOf({ outcomes }: SloHistoryPoint, kind: FailedOutcome): number {
  return outcomes[kind] / Math.max(1, totalCount(outcomes));
}

interface DrawingProps extends FailureStripsProps {
  readonly strips: readonly Strip[];
  readonly steps: readonly Step[];
  readonly total: number;
}

const STRIP = 26;
const AXIS = 24;

function Drawing({ strips, steps, total, history, page }: DrawingProps): VNode {
  const axis = timeOf(history);
  const told = strips.map((strip) => ({ strip, facts: factsOf(strip, total, page) }));
  const summary = told.map(({ strip, facts }) => page.text.list([kindWords(strip.kind, page), ...facts]));
  const gaps = stretchesWhere(steps, ({ outcomes }) => totalCount(outcomes) === 0);
  return (
    <div class="strips" role="img" aria-label={page.text.sloPage.outcomes.summary(summary, page.formatCount(total))}>
      {told.map(({ strip, facts }) => (
        <>
          <p>
            <strong>{kindWords(strip.kind, page)}</strong> <span class="note">{page.text.list(facts)}</span>
          </p>
          <svg class="strip" width="100%" height={STRIP} aria-hidden="true">
            <rect class="strip-ground" width="100%" height="100%" />
            <Gaps gaps={gaps} axis={axis} />
            <Stretched>
              <path
                class={strip.kind === 'prober_error' ? 'strip-ours' : 'strip-failed'}
                d={barsOf(strip, steps, axis)}
              />
            </Stretched>
          </svg>
        </>
      ))}
      <svg class="chart" width="100%" height={AXIS} aria-hidden="true">
        <TimeAxis axis={{ ticks: timeTicks(axis, page.time) }} y={1} />
      </svg>
    </div>
  );
}

function kindWords(kind: FailedOutcome, page: PageContext): string {
  return page.text.report.outcome[kind];
}

function factsOf({ count, worst }: Strip, total: number, { text, time, formatCount }: PageContext): readonly string[] {
  const words = text.sloPage.outcomes;
  return [
    words.of(formatCount(count), smallShare(count / total)),
    words.worst(smallShare(worst.share), time.dateTime(worst.fromMs)),
  ];
}

/** Never 0 % of something. */
function smallShare(share: number): string {
  return share < 1e-5 ? '<0.001%' : formatShare(share, 3);
}

/** Bars of a row as one path: the highest as high as the row, the lowest still to be seen. */
function barsOf({ kind, worst }: Strip, steps: readonly Step[], axis: TimeWindow): string {
  const rounded = (value: number): number => Math.round(value * 10) / 10;
  return steps
    .filter(({ point }) => point.outcomes[kind] > 0)
    .map(({ point, fromMs, toMs }) => {
      const height = Math.max(LEAST_SHARE, shareOf(point, kind) / worst.share) * PLOT.height;
      const [from, to] = [shareAt(fromMs, axis) * PLOT.width, shareAt(toMs, axis) * PLOT.width];
      const gap = (to - from) * GAP_SHARE;
      return `M${String(rounded(from + gap))},${String(PLOT.height)}V${String(rounded(PLOT.height - height))}H${String(rounded(to - gap))}V${String(PLOT.height)}z`;
    })
    .join('');
}

const LEAST_SHARE = 0.12;
const GAP_SHARE = 0.08;
