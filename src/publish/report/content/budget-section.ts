import type { ReportedSlo } from '../../../app/report/month-report.js';
import { SECOND_MS } from '../../../domain/clock.js';
import { formatShare } from '../../status-page/format-share.js';
import type { ReportWords } from '../report-words.js';
import { type Section, table, text } from './block.js';
import { unitOf } from './slo-words.js';

/** What the objective allows in the month, what of it is spent and what is left: as a share, as time and in what counts. */
export function budgetSection(slo: ReportedSlo, words: ReportWords): Section {
  const { status, isOver } = slo;
  const { columns, budgetRows, headings } = words.text;
  const amounts = amountsOf(slo);
  const { consumed, remaining, total } = status.errorBudget;
  const rows = [
    budgetRow(
      `${budgetRows.allowed} (${formatShare(total, 6)})`,
      amounts && { shown: words.budget(1), ...amounts.allowed },
      words,
    ),
    budgetRow(budgetRows.spent, amounts && { shown: words.spent(consumed ?? 0), ...amounts.spent }, words),
    budgetRow(budgetRows.left, amounts && { shown: words.budget(remaining ?? 0), ...amounts.left }, words),
  ];
  const header = ['', `#${columns.shareOfBudget}`, `#${columns.time}`, `#${columns.counted(unitOf(slo))}`];
  const made = status.attempts;
  return {
    title: headings.budget,
    blocks: [
      table(header, rows),
      ...(isOver ? [] : [text(words.text.budgetSoFar, 'note')]),
      ...(made === undefined ? [] : [text(words.text.madeOf(words.count(made.good), words.count(made.valid)), 'note')]),
    ],
  };
}

interface Amount {
  readonly timeMs: number;
  readonly units: number;
}

/** `null` without data. In a month under way counts are those of the whole month, if what is to come is as much. */
function amountsOf({ status, window }: ReportedSlo): Readonly<Record<'allowed' | 'spent' | 'left', Amount>> | null {
  const { consumed, total } = status.errorBudget;
  if (consumed === null) return null;
  const { from, to, until } = window;
  const [fromMs, toMs, untilMs] = [Date.parse(from), Date.parse(to), Date.parse(until)];
  const wholeMs = untilMs - fromMs;
  const valid = (status.valid * wholeMs) / (toMs - fromMs);
  const amount = (share: number): Amount => ({
    timeMs: Math.round((share * total * wholeMs) / SECOND_MS) * SECOND_MS,
    units: rounded(share * total * valid),
  });
  const [allowed, spent] = [amount(1), amount(consumed)];
  const left = { timeMs: allowed.timeMs - spent.timeMs, units: rounded(allowed.units - spent.units) };
  return { allowed, spent, left };
}

/** Whole, but for small numbers. */
function rounded(units: number): number {
  return Math.abs(units) >= 100 ? Math.round(units) : Math.round(units * 100) / 100;
}

function budgetRow(
  label: string,
  amount: (Amount & { readonly shown: string }) | null,
  words: ReportWords,
): readonly string[] {
  const { none } = words.text;
  if (amount === null) return [label, none, none, none];
  const { shown, timeMs, units } = amount;
  return [label, shown, `${timeMs < 0 ? '−' : ''}${words.length(timeMs)}`, words.count(units)];
}
