import type { VNode } from 'preact';

import type { SloStatus } from '../../domain/slo-status.js';
import { sloState } from '../../judge/slo/slo-state.js';
import { formatBudgetShare } from './format-share.js';
import type { PageContext } from './page-context.js';

/** How much of the error budget is left, as a bar; `budgetWords` says the same beside it. */
export function BudgetGauge({ status }: { readonly status: SloStatus }): VNode {
  const { remaining } = status.errorBudget;
  const percent = remaining === null ? 0 : Math.min(100, Math.max(0, remaining * 100));
  return (
    <svg class={`gauge ${sloState(remaining, false)}`} width="100%" height="8" aria-hidden="true">
      <rect class="gauge-track" width="100%" height="8" rx="4" />
      {percent > 0 && <rect class="gauge-left" width={`${percent.toFixed(1)}%`} height="8" rx="4" />}
    </svg>
  );
}

/** `62% left`, `overspent by 10%`, `no data`. */
export function budgetWords(status: SloStatus, page: PageContext): string {
  return budgetShareWords(status.errorBudget.remaining, page);
}

/** The same of any share of a budget that is left. */
export function budgetShareWords(remaining: number | null, { text }: PageContext): string {
  if (remaining === null) return text.noData;
  if (remaining > 0) return text.budgetLeft(formatBudgetShare(remaining));
  // Overspending is rounded down like everything else; a hair over is still over.
  return remaining === 0 ? text.budgetSpentExactly : text.budgetOverspent(formatBudgetShare(-remaining));
}
