import type { VNode } from 'preact';

import type { Tally } from '../../domain/tally.js';
import type { SloView } from '../../domain/snapshot.js';
import { formatShare, sliDigits } from '../status-page/format-share.js';
import type { PageContext } from '../status-page/page-context.js';
import { sloTitle } from '../status-page/slo-title.js';

/** What an SLO did in one month. */
export interface MonthTally extends Pick<Tally, 'good' | 'valid'> {
  /** Key of the SLO's definition. */
  readonly slo: string;
  /** `YYYY-MM`. */
  readonly month: string;
}

interface MonthTableProps {
  readonly views: readonly SloView[];
  /** In the order in which they are shown. */
  readonly months: readonly string[];
  readonly tallies: readonly MonthTally[];
  readonly page: PageContext;
}

/** Each SLO's months beside each other. Column heads lead to the month. */
export function MonthTable({ views, months, tallies, page }: MonthTableProps): VNode {
  const { text, time } = page;
  const byKey = new Map(tallies.map((tally) => [`${tally.slo} ${tally.month}`, tally]));
  return (
    <div class="scroller" tabIndex={0} role="group" aria-labelledby="months">
      <table class="data months">
        <thead>
          <tr>
            <th scope="col">{text.events.objective}</th>
            {months.map((month) => (
              <th scope="col">
                <a href={`#month-${month}`}>{time.shortMonth(month)}</a>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {views.map((view) => (
            <tr>
              <th scope="row">
                <a href={page.links.page(`slo/${view.definition.name}`)}>
                  <bdi>{sloTitle(view.definition)}</bdi>
                </a>
              </th>
              {months.map((month) => (
                <MonthCell view={view} tally={byKey.get(`${view.definition.key} ${month}`) ?? null} page={page} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface MonthCellProps {
  readonly view: SloView;
  readonly tally: MonthTally | null;
  readonly page: PageContext;
}

function MonthCell({ view: { definition }, tally, page }: MonthCellProps): VNode {
  const { objective } = definition;
  if (tally === null || tally.valid === 0) return <td class="no_data">{page.text.noData}</td>;
  const sli = tally.good / tally.valid;
  const isMet = sli >= objective;
  return (
    <td class={isMet ? 'met' : 'below'}>
      {formatShare(sli, sliDigits(objective))}
      {!isMet && <span class="unseen"> {page.text.dayLevel.below}</span>}
    </td>
  );
}
