import type { VNode } from 'preact';

import type { BudgetPoint, SloHistory } from '../../domain/slo-history.js';
import type { TimeWindow } from '../../domain/window.js';
import { Plot } from '../report/html/plot.js';
import { budgetShareWords } from '../status-page/budget-gauge.js';
import type { PageContext } from '../status-page/page-context.js';
import { Stretched } from '../status-page/stretched.js';
import { timeTicks } from '../status-page/time-axis.js';
import { type BurnDownGeometry, burnDownGeometry } from './burn-down-geometry.js';
import { ChartFrame, ChartLegend, Gaps, GapSign } from './chart-frame.js';
import { stepsOf } from './steps-axis.js';

interface BurnDownProps {
  readonly history: Pick<SloHistory, 'to'> & { readonly points: readonly BudgetPoint[] };
  /** The whole window: of a calendar's the time to come too. */
  readonly window: TimeWindow;
  readonly isRolling: boolean;
  readonly page: PageContext;
}

/** What was left of the current window's budget as the window went by. */
export function BurnDown({ history, window, isRolling, page }: BurnDownProps): VNode {
  const words = page.text.sloPage.burnDown;
  const geometry = burnDownGeometry(stepsOf(history), window);
  return (
    <ChartFrame title={words.title} note={isRolling ? words.noteRolling : words.noteCalendar}>
      {geometry === null ? (
        <p class="nothing">{words.noData}</p>
      ) : (
        <Drawing geometry={geometry} history={history} window={window} page={page} />
      )}
    </ChartFrame>
  );
}

const HEIGHT = 170;

interface DrawingProps extends Omit<BurnDownProps, 'isRolling'> {
  readonly geometry: BurnDownGeometry;
}

function Drawing({ geometry, history, window, page }: DrawingProps): VNode {
  const ticks = { ticks: timeTicks(window, page.time) };
  return (
    <>
      <Legend geometry={geometry} page={page} />
      <Plot height={HEIGHT} axis={ticks} summary={inWords(geometry, history, page)} yTicks={geometry.yTicks}>
        <Gaps gaps={geometry.gaps} axis={window} />
        <Stretched>
          <path class="burn-left" d={geometry.left} />
          {geometry.overspent !== '' && <path class="burn-over" d={geometry.overspent} />}
          <path class="burn-zero" d={geometry.zero} vector-effect="non-scaling-stroke" />
          <path class="burn-pace" d={geometry.pace} vector-effect="non-scaling-stroke" />
          <path class="burn-line" d={geometry.line} vector-effect="non-scaling-stroke" />
        </Stretched>
      </Plot>
    </>
  );
}

function Legend({ geometry, page }: { readonly geometry: BurnDownGeometry; readonly page: PageContext }): VNode {
  const words = page.text.sloPage.burnDown;
  const area = (kind: string): VNode => (
    <>
      <rect class={kind} width="22" height="12" />
      <line class="burn-line" x1="0" x2="22" y1="1" y2="1" />
    </>
  );
  return (
    <ChartLegend
      entries={[
        { text: words.left, sign: area('burn-left') },
        ...(geometry.overspent === '' ? [] : [{ text: words.overspent, sign: area('burn-over') }]),
        { text: words.pace, sign: <line class="burn-pace" x1="0" x2="22" y1="6" y2="6" /> },
        ...(geometry.gaps.length === 0 ? [] : [{ text: page.text.noData, sign: <GapSign /> }]),
      ]}
    />
  );
}

function inWords({ lowest, gaps }: BurnDownGeometry, { points }: BurnDownProps['history'], page: PageContext): string {
  const last = points.findLast(({ remaining }) => (remaining ?? null) !== null)?.remaining ?? null;
  return page.text.sloPage.burnDown.summary({
    left: budgetShareWords(last, page),
    lowest: budgetShareWords(lowest, page),
    gaps: gaps.length,
  });
}
