import type { VNode } from 'preact';

import type { SloStatus } from '../../domain/slo-status.js';
import type { SloView } from '../../domain/snapshot.js';
import { BudgetGauge } from '../status-page/budget-gauge.js';
import { DailyBars, DayLegend } from '../status-page/daily-bars.js';
import type { PageContext } from '../status-page/page-context.js';
import { Provenance } from '../status-page/provenance.js';
import { SloFigures, SloPromise, wholeWords } from '../status-page/slo-headline.js';
import { sloAnchor } from '../status-page/slo-title.js';
import { StateBadge } from '../status-page/state-badge.js';
import { AlertTable } from './alert-table.js';

interface StandingProps {
  readonly view: SloView;
  /** Of several objectives this one's name; else what the section is about. */
  readonly title: string;
  readonly page: PageContext;
}

/** Where one objective stands now: its figures are those of this second. */
export function Standing({ view, title, page }: StandingProps): VNode {
  const { definition, status } = view;
  const id = sloAnchor(definition);
  return (
    <section class={`slo ${status.status}`} id={id} aria-labelledby={`${id}-name`}>
      <header>
        <h2 id={`${id}-name`}>
          <bdi>{title}</bdi>
        </h2>
        <StateBadge state={status.status} page={page} />
      </header>
      <SloPromise view={view} page={page} />
      <SloFigures view={view} page={page} />
      <div class="evidence">
        <div>
          <DailyBars slo={definition.key} days={view.days} objective={status.objective} page={page} headingLevel={3} />
          <DayLegend page={page} />
        </div>
        <Provenance view={view} page={page} />
      </div>
      <AlertTable status={status} page={page} />
    </section>
  );
}

/** Where a composite SLO stands as a whole. */
export function WholeStanding({ whole, page }: { readonly whole: SloStatus; readonly page: PageContext }): VNode {
  return (
    <section class={`slo ${whole.status}`} aria-labelledby="whole">
      <header>
        <h2 id="whole">{wholeWords(whole, page)}</h2>
        <StateBadge state={whole.status} page={page} />
      </header>
      <BudgetGauge status={whole} />
    </section>
  );
}
