import type { ReportedSlo } from '../../../app/report/month-report.js';
import type { MonthDay } from '../../../app/report/month-figures.js';
import type { ReportWords } from '../report-words.js';
import { type Block, type Section, table, text } from './block.js';
import { percentileText } from './charts.js';
import { mostly, unitOf } from './slo-words.js';

const RESOLVERS_SHOWN = 10;
const WORST_SHOWN = 5;

/** Attempts by outcome. */
export function outcomeSection({ figures }: ReportedSlo, words: ReportWords): Section {
  const { text: t, count } = words;
  const isElsewhere = figures.byOutcome.some(({ notCounted }) => notCounted > 0);
  const header = [t.columns.outcome, `#${t.columns.good}`, `#${t.columns.notGood}`];
  const rows = figures.byOutcome.map(({ outcome, good, bad, notCounted }) => [
    t.outcome[outcome],
    count(good),
    count(bad),
    ...(isElsewhere ? [count(notCounted)] : []),
  ]);
  const columns = isElsewhere ? [...header, `#${t.columns.notCounted}`] : header;
  return { title: t.headings.outcomes, blocks: rows.length === 0 ? [] : [table(columns, rows)] };
}

/** Resolvers that had failures, the most first. */
export function resolverSection({ figures, status }: ReportedSlo, words: ReportWords): Section {
  const { text: t, count, share } = words;
  const failing = figures.byResolver.filter(({ good, valid }) => good < valid);
  const rows = failing
    .slice(0, RESOLVERS_SHOWN)
    .map(({ name, good, valid, bad }) => [
      name,
      count(valid),
      count(valid - good),
      share(good / valid, status.objective),
      mostly(bad, words),
    ]);
  const { resolver, queries, notGood, share: good, mostly: cause } = t.columns;
  const more = failing.length - rows.length;
  const shown = table([resolver, `#${queries}`, `#${notGood}`, `#${good}`, cause], rows);
  const nothing = figures.attempts.valid === 0 ? [] : [text(t.nothingFailed, 'note')];
  return {
    title: t.headings.resolvers,
    blocks: rows.length === 0 ? nothing : [shown, ...(more > 0 ? [text(t.more(count(more)), 'note')] : [])],
  };
}

export function worstDaysSection(slo: ReportedSlo, words: ReportWords): Section {
  const bad = ({ good, valid }: MonthDay): number => valid - good;
  const worst = slo.days.filter((day) => bad(day) > 0).toSorted((a, b) => bad(b) - bad(a));
  const rows = worst.slice(0, WORST_SHOWN).map((day) => dayRow(slo, day, words));
  return {
    title: words.text.headings.worstDays,
    blocks: rows.length === 0 ? [] : [table(dayHeader(slo, words), rows)],
  };
}

export function worstHoursSection({ figures }: ReportedSlo, words: ReportWords): Section {
  const { text: t, count, spent, hours } = words;
  const rows = figures.worstHours
    .slice(0, WORST_SHOWN)
    .map((hour) => [
      hours(hour.from, hour.to),
      count(hour.attempts.valid - hour.attempts.good),
      count(hour.attempts.valid),
      hour.budget === null ? t.none : spent(hour.budget),
      mostly(hour.bad, words),
    ]);
  const { hour, notGood, queries, budget: cost, mostly: cause } = t.columns;
  const header = [hour, `#${notGood}`, `#${queries}`, `#${cost}`, cause];
  return { title: t.headings.worstHours, blocks: rows.length === 0 ? [] : [table(header, rows)] };
}

/** Every day in figures. */
export function allDays(slo: ReportedSlo, words: ReportWords): Block {
  const rows = slo.days.map((day) => dayRow(slo, day, words));
  return table(dayHeader(slo, words), rows, { isLong: true, caption: words.text.headings.allDays });
}

function dayHeader(slo: ReportedSlo, { text: { columns } }: ReportWords): readonly string[] {
  return [
    columns.day,
    `#${columns.share}`,
    `#${columns.notGood}`,
    `#${columns.counted(unitOf(slo))}`,
    ...(hasMeasured(slo) ? [`#${columns.asMeasured}`] : []),
    ...(slo.figures.latency === null ? [] : ['#p50', '#p90', '#p99']),
  ];
}

function dayRow(slo: ReportedSlo, day: MonthDay, words: ReportWords): readonly string[] {
  const { text: t, count, share } = words;
  const { objective } = slo.status;
  const shown = day.sli === null ? t.noData : share(day.sli, objective);
  const measured = day.asMeasured === undefined ? '' : share(day.asMeasured.sli, objective);
  const point = slo.figures.latency?.days.find(({ date }) => date === day.date);
  return [
    words.shortDay(day.date),
    shown,
    ...(day.sli === null ? [t.none, t.none] : [count(day.valid - day.good), count(day.valid)]),
    ...(hasMeasured(slo) ? [measured] : []),
    ...(slo.figures.latency === null
      ? []
      : [point?.p50Us, point?.p90Us, point?.p99Us].map((us) => percentileText(us ?? null, point?.count ?? 0, words))),
  ];
}

function hasMeasured({ days }: ReportedSlo): boolean {
  return days.some(({ asMeasured }) => asMeasured !== undefined);
}
