import type { SloStatus } from '../domain/slo-status.js';
import { percentWords, rateWords } from '../judge/alert/figure-words.js';

/** How much of an SLO's budget is spent, and when it will be all. */
export function budgetLines(status: SloStatus): readonly string[] {
  const { errorBudget, asMeasured } = status;
  if (errorBudget.consumed === null || errorBudget.remaining === null)
    return ['Without data nothing is spent, nor known.'];
  return [
    `${percentWords(errorBudget.consumed)} spent, ${percentWords(errorBudget.remaining)} left.`,
    ...(asMeasured?.consumed === undefined || asMeasured.consumed === null
      ? []
      : [`As measured, with the time that operators took out: ${percentWords(asMeasured.consumed)} spent.`]),
    ...forecastLines(status),
  ];
}

/** One line a rate: `at the rate of the last 6h (2.5 ×) it is spent on …`. */
export function forecastLines({
  forecast,
  burnRates,
  errorBudget: { remaining },
  window,
}: SloStatus): readonly string[] {
  if (remaining === null || remaining <= 0) return [];
  return Object.entries(forecast).map(([length, spentAt]) => {
    const rate = burnRates[length] ?? null;
    if (rate === null) return `At the rate of the last ${length}: not known, it has no data.`;
    const lasts = window.until === undefined ? 'it lasts' : 'it lasts until the window ends';
    const then = spentAt === null ? lasts : `it is spent at ${spentAt}`;
    return `At the rate of the last ${length} (${rateWords(rate)} ×) ${then}.`;
  });
}
