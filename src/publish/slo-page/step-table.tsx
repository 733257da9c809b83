import type { VNode } from 'preact';

import { FAILED_OUTCOMES } from '../../domain/outcome.js';
import type { SloHistory, SloHistoryPoint } from '../../domain/slo-history.js';
import { budgetShareWords } from '../status-page/budget-gauge.js';
import { formatShare, sliDigits } from '../status-page/format-share.js';
import type { PageContext } from '../status-page/page-context.js';
import { durationWords } from '../status-page/period-words.js';
import { rttWords } from '../status-page/rtt-words.js';
import { FoldedTable } from './folded-table.js';

interface StepTableProps {
  readonly history: SloHistory;
  readonly page: PageContext;
}

/** What the charts show, in figures: a row a step, the latest first. */
export function StepTable({ history, page }: StepTableProps): VNode {
  const words = page.text.sloPage.table;
  const columns = columnsOf(history, page);
  return (
    <FoldedTable
      title={words.title(durationWords(history.step, page.text))}
      columns={[words.from, ...columns.map(({ title }) => title)]}
      rows={history.points
        .toReversed()
        .map((point) => [page.time.dateTime(Date.parse(point.time)), ...columns.map(({ of }) => of(point))])}
    />
  );
}

interface Column {
  readonly title: string;
  readonly of: (point: SloHistoryPoint) => string;
}

function columnsOf(history: SloHistory, page: PageContext): readonly Column[] {
  return [...countColumns(history, page), ...timeColumns(page), ...kindColumns(history, page)];
}

function countColumns({ points, objective }: SloHistory, page: PageContext): readonly Column[] {
  const { text, formatCount } = page;
  const words = text.sloPage.table;
  const left: Column = { title: words.leftOut, of: ({ excluded }) => formatCount(leftOut(excluded)) };
  return [
    { title: 'SLI', of: ({ sli }) => (sli === null ? '–' : formatShare(sli, sliDigits(objective))) },
    { title: words.notGood, of: ({ good, valid }) => (valid === 0 ? '–' : formatCount(rounded(valid - good))) },
    { title: words.counted, of: ({ valid }) => formatCount(valid) },
    ...(points.some(({ excluded }) => leftOut(excluded) > 0) ? [left] : []),
    ...(points.some(({ remaining }) => remaining !== undefined)
      ? [{ title: words.budget, of: ({ remaining }: SloHistoryPoint) => budgetCell(remaining ?? null, page) }]
      : []),
  ];
}

function budgetCell(remaining: number | null, page: PageContext): string {
  return remaining === null ? '–' : budgetShareWords(remaining, page);
}

function timeColumns(page: PageContext): readonly Column[] {
  return (['p50', 'p90', 'p99'] as const).map((percentile) => ({
    title: percentile,
    of: ({ latency }) => (latency.count === 0 ? '–' : rttWords({ time: '', ...latency }, percentile, page)),
  }));
}

/** Kinds of failures that there were. */
function kindColumns({ points }: SloHistory, page: PageContext): readonly Column[] {
  const kinds = FAILED_OUTCOMES.filter((kind) => points.some(({ outcomes }) => outcomes[kind] > 0));
  const { outcome } = page.text.report;
  return kinds.map((kind) => ({ title: outcome[kind], of: ({ outcomes }) => page.formatCount(outcomes[kind]) }));
}

function leftOut({ prober_error: ours, maintenance, correction, unreadable = 0 }: SloHistoryPoint['excluded']): number {
  return ours + maintenance + correction + unreadable;
}

/** A slice may be good in part. */
function rounded(count: number): number {
  return Math.round(count * 100) / 100;
}
