import type { VNode } from 'preact';

import type { LatencyPoint } from '../../domain/latency.js';
import type { SloView } from '../../domain/snapshot.js';
import { AlertList } from './alert-list.js';
import { BudgetGauge, budgetWords } from './budget-gauge.js';
import { DailyBars } from './daily-bars.js';
import { formatRtt } from './format-rtt.js';
import { formatCoverage, formatShare, sliDigits } from './format-share.js';
import { indicatorKind } from './indicator-kind.js';
import { rttWords } from './rtt-words.js';
import type { PageContext } from './page-context.js';
import { promiseWords } from './promise-words.js';
import { wholeWords } from './slo-headline.js';
import { sloAnchor, sloTitle } from './slo-title.js';
import { StateBadge } from './state-badge.js';

interface SloRowProps {
  readonly view: SloView;
  readonly page: PageContext;
}

/** What the overview says of one SLO; the rest is on its own page. */
export function SloRow({ view, page }: SloRowProps): VNode {
  const { definition, status } = view;
  const id = sloAnchor(definition);
  return (
    <article class={`slo ${status.status}`} id={id} aria-labelledby={`${id}-name`}>
      <header>
        <h3 id={`${id}-name`}>
          <a href={page.links.page(`slo/${definition.name}`)}>
            <bdi>{sloTitle(definition)}</bdi>
          </a>
        </h3>
        <StateBadge state={status.status} page={page} />
      </header>
      <p class="promise">{page.text.objective(promiseWords(definition, page.text))}</p>
      <Figures view={view} page={page} />
      {view.whole !== undefined && <p class="whole">{wholeWords(view.whole, page)}</p>}
      <AlertList view={view} page={page} />
      <DailyBars slo={definition.key} days={view.days} objective={status.objective} page={page} />
    </article>
  );
}

function Figures({ view, page }: SloRowProps): VNode {
  const { definition, status, latencySummary } = view;
  const { text } = page;
  const { sli } = status;
  return (
    <dl class="figures">
      <div>
        <dt>{text.sliLabel[indicatorKind(definition.indicator).kind]}</dt>
        <dd class="figure">{sli === null ? text.noData : formatShare(sli, sliDigits(status.objective))}</dd>
        <CoverageNote view={view} page={page} />
      </div>
      <div>
        <dt>{text.budgetLabel}</dt>
        <dd class="figure">{budgetWords(status, page)}</dd>
        <dd class="gauge-box">
          <BudgetGauge status={status} />
        </dd>
      </div>
      <div class="times">
        <dt>{text.timesLabel}</dt>
        <dd class="figure">{latencySummary === null ? text.noData : rttWords(latencySummary, 'p50', page)}</dd>
        {latencySummary !== null && <dd class="note">{text.slowest(p99Words(latencySummary))}</dd>}
      </div>
    </dl>
  );
}

function p99Words({ p99Us }: LatencyPoint): string | null {
  return p99Us === null ? null : formatRtt(p99Us);
}

/** Below this, what is not known matters beside what is. */
const WELL_COVERED = 0.999;

function CoverageNote({ view: { status }, page }: SloRowProps): VNode | null {
  const { text, time } = page;
  if (status.sli === null || status.coverage >= WELL_COVERED) return null;
  const since = status.dataSince === null ? '' : text.dataSince(time.dateTime(Date.parse(status.dataSince)));
  const coverage = text.coverage(formatCoverage(status.coverage));
  return <dd class="note">{text.list([coverage, since].filter((part) => part !== ''))}</dd>;
}
