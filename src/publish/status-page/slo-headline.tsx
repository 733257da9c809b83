import type { VNode } from 'preact';

import type { SloStatus } from '../../domain/slo-status.js';
import type { SloView } from '../../domain/snapshot.js';
import { BudgetGauge, budgetWords } from './budget-gauge.js';
import { formatObjective, formatShare, sliDigits } from './format-share.js';
import { indicatorKind } from './indicator-kind.js';
import type { PageContext } from './page-context.js';
import { durationWords } from './period-words.js';
import { promiseWords, unitWords } from './promise-words.js';

interface SloHeadlineProps {
  readonly view: SloView;
  readonly page: PageContext;
}

/** What an SLO promises, in words, with its description. */
export function SloPromise({ view: { definition }, page }: SloHeadlineProps): VNode {
  return (
    <>
      {definition.description !== '' && (
        <p class="description">
          <bdi>{definition.description}</bdi>
        </p>
      )}
      <p class="promise">
        {page.text.objective(promiseWords(definition, page.text))}{' '}
        {definition.slices === null && <span class="note">{allowanceWords(definition.objective, page)}</span>}
      </p>
    </>
  );
}

/** `1 in 1,000 may fail.`: only where the objective leaves a round number. */
function allowanceWords(objective: number, page: PageContext): string {
  const oneIn = 1 / (1 - objective);
  const isWhole = Math.abs(oneIn - Math.round(oneIn)) < 1e-6 * oneIn;
  return isWhole && oneIn >= 2 ? page.text.allowance(page.formatCount(Math.round(oneIn))) : '';
}

/** Its figures of this second: SLI, budget, and how fast it is spent. */
export function SloFigures({ view, page }: SloHeadlineProps): VNode {
  const { definition, status } = view;
  const { text } = page;
  const { sli } = status;
  return (
    <dl class="figures">
      <div>
        <dt>{text.sliLabel[indicatorKind(definition.indicator).kind]}</dt>
        <dd class="figure">{sli === null ? text.noData : formatShare(sli, sliDigits(status.objective))}</dd>
        <dd class="note">{sli !== null && goodOfValidWords(view, page)}</dd>
      </div>
      <div>
        <dt>{text.budgetLabel}</dt>
        <dd class="figure">{budgetWords(status, page)}</dd>
        <dd class="gauge-box">
          <BudgetGauge status={status} />
        </dd>
      </div>
      <div>
        <dt>{text.burnLabel}</dt>
        <dd class="figure">{burnFigure(view, page)}</dd>
        <dd class="note">{burnNote(view, page)}</dd>
      </div>
    </dl>
  );
}

/** A slice may be good in part: shown to two digits behind the point. */
function goodOfValidWords({ definition, status }: SloView, { text, formatCount }: PageContext): string {
  const good = Math.round(status.good * 100) / 100;
  return text.goodOfValid(formatCount(good), formatCount(status.valid), unitWords(definition, text));
}

const BURN_WINDOW = '1h';

function burnFigure(view: SloView, page: PageContext): string {
  const rate = view.status.burnRates[BURN_WINDOW] ?? null;
  return rate === null ? page.text.noData : `${formatRate(rate)}×`;
}

function burnNote(view: SloView, { text }: PageContext): string {
  const rate = view.status.burnRates[BURN_WINDOW] ?? null;
  return rate === null ? '' : text.burnNote(durationWords(BURN_WINDOW, text));
}

/** Two significant digits: `0`, `0.42`, `14`. */
export function formatRate(rate: number): string {
  return String(Number(rate.toPrecision(2)));
}

/** Where a composite SLO stands, all objectives together. */
export function wholeWords(whole: SloStatus, page: PageContext): string {
  const sli = whole.sli === null ? page.text.noData : formatShare(whole.sli, sliDigits(whole.objective));
  return page.text.whole(sli, formatObjective(whole.objective), budgetWords(whole, page));
}
