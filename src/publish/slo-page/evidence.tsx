import type { VNode } from 'preact';

import type { SloView } from '../../domain/snapshot.js';
import { Instant } from '../status-page/instant.js';
import type { PageContext } from '../status-page/page-context.js';
import { sloTitle } from '../status-page/slo-title.js';
import { BurnRates } from './burn-rates.js';
import { budgetDrawing, measuredDrawings } from './charts.js';
import { Drawn } from './drawing.js';
import { type MeasuredGroup, measuredGroups } from './measured-groups.js';
import type { SloDetail } from './slo-detail.js';

interface EvidenceProps {
  /** All objectives of one SLO; never empty. */
  readonly views: readonly [SloView, ...SloView[]];
  readonly detail: SloDetail;
  readonly page: PageContext;
}

/** How the figures came about: budgets over their window, and what was measured. */
export function Evidence({ views, detail, page }: EvidenceProps): VNode {
  const { sloPage } = page.text;
  const { whole } = detail.window;
  return (
    <>
      <p class="note as-of">
        {sloPage.chartsAsOf} <Instant timeMs={detail.asOfMs} page={page} />
      </p>
      {whole !== null && (
        <div class="slo budget">
          <h2>{sloPage.together}</h2>
          <Drawn drawing={budgetDrawing(whole, views[0], page)} page={page} />
        </div>
      )}
      {views.map((view, place) => (
        <Budget view={view} place={place} isOneOfMany={views.length > 1} detail={detail} page={page} />
      ))}
      <Measured views={views} detail={detail} page={page} />
    </>
  );
}

interface BudgetProps {
  readonly view: SloView;
  readonly place: number;
  readonly isOneOfMany: boolean;
  readonly detail: SloDetail;
  readonly page: PageContext;
}

function Budget({ view, place, isOneOfMany, detail, page }: BudgetProps): VNode {
  const history = detail.window.objectives[place];
  return (
    <div class="slo budget">
      {isOneOfMany && (
        <h2>
          <bdi>{view.definition.objectiveName}</bdi>
        </h2>
      )}
      <div class="evidence">
        {history !== undefined && <Drawn drawing={budgetDrawing(history, view, page)} page={page} />}
        <BurnRates status={view.status} page={page} />
      </div>
    </div>
  );
}

/** What was measured for the objectives, once for those of the same queries. */
function Measured({ views, detail, page }: EvidenceProps): VNode {
  const words = page.text.sloPage;
  const groups = measuredGroups(views);
  return (
    <>
      {groups.map((group, i) => (
        <section class="measured" aria-labelledby={`measured-${String(i)}`}>
          <h2 id={`measured-${String(i)}`}>
            <bdi>{groups.length === 1 ? words.measured : words.measuredFor(namesOf(group, page))}</bdi>
          </h2>
          <div class="ranges">
            {measuredDrawings(detail, group, page).map((drawing) => (
              <Drawn drawing={drawing} page={page} />
            ))}
          </div>
        </section>
      ))}
    </>
  );
}

function namesOf({ views }: MeasuredGroup, { text }: PageContext): string {
  return text.list(views.map(({ definition }) => definition.objectiveName ?? sloTitle(definition)));
}
