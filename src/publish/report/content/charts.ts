import type { ReportedSlo, SloMonth } from '../../../app/report/month-report.js';
import type { MonthLatency } from '../../../app/report/month-figures.js';
import { DAY_LEVELS, dayLevel } from '../../status-page/day-level.js';
import { formatRtt } from '../../status-page/format-rtt.js';
import type { ReportWords } from '../report-words.js';
import { type Block } from './block.js';
import type { DayAxis, DayBarMark, LatencyLine } from './chart.js';
import { budgetText } from './slo-words.js';

/** A bar a day: how much of what the objective allows was used up. */
export function dayChart(slo: SloMonth & { readonly kind: 'slo' | 'whole' }, words: ReportWords): Block {
  const { text } = words;
  const { objective } = slo.status;
  const total = daysInMonth(slo);
  const bars = slo.days.map((day, i): DayBarMark => {
    const level = dayLevel(day, objective);
    const burn = day.sli === null ? null : (1 - day.sli) / (1 - objective);
    const share = day.sli === null ? text.noData : words.share(day.sli, objective);
    return { x: i / total, width: 1 / total, level, burn, text: `${words.day(day.date)}: ${share}` };
  });
  const many = (level: DayBarMark['level']): string => words.count(bars.filter((bar) => bar.level === level).length);
  const counts = { met: many('met'), below: many('below'), far_below: many('far_below'), no_data: many('no_data') };
  const labels = DAY_LEVELS.filter((level) => bars.some((bar) => bar.level === level)).map((level) => ({
    level,
    text: text.dayLevel[level],
  }));
  return {
    kind: 'chart',
    chart: { kind: 'days', axis: dayAxis(slo, words), bars, labels },
    summary: text.dayChart(counts),
  };
}

export function burnChart(slo: ReportedSlo, words: ReportWords): Block {
  const { from } = slo.window;
  const until = Date.parse(slo.window.until);
  const xOf = (time: string): number => (Date.parse(time) - Date.parse(from)) / (until - Date.parse(from));
  const points = slo.figures.burnDown.map(({ time, remaining }) => ({ x: xOf(time), y: remaining }));
  const left = budgetText(slo.status.errorBudget.remaining, words);
  return {
    kind: 'chart',
    chart: { kind: 'burn-down', axis: dayAxis(slo, words), points },
    summary: words.text.burnChart(left),
  };
}

export function latencyChart(slo: ReportedSlo, latency: MonthLatency, words: ReportWords): Block {
  const { whole } = latency;
  const total = daysInMonth(slo);
  const known = new Map(latency.days.map((day) => [day.date, day]));
  const lines = (['p50', 'p90', 'p99'] as const).map((name): LatencyLine => ({
    name,
    value: percentileText(whole[`${name}Us`], whole.count, words),
    points: slo.days.map(({ date }, i) => {
      const point = known.get(date);
      const us = point?.[`${name}Us`] ?? null;
      return { x: (i + 0.5) / total, us, isBeyond: us === null && (point?.count ?? 0) > 0 };
    }),
  }));
  const [p50, p90, p99] = lines.map(({ value }) => value) as [string, string, string];
  return {
    kind: 'chart',
    chart: { kind: 'latency', axis: dayAxis(slo, words), lines },
    summary: words.text.latencyChart({ p50, p90, p99 }),
    note: words.text.percentileNote,
  };
}

export function percentileText(us: number | null, valid: number, { text }: ReportWords): string {
  if (us !== null) return formatRtt(us);
  return valid === 0 ? text.none : text.beyondTimeout;
}

function daysInMonth({ days }: { readonly days: readonly { readonly date: string }[] }): number {
  const [year = 0, month = 1] = (days[0]?.date ?? '2000-01').split('-').map(Number);
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** Few enough for a phone. */
function dayAxis(slo: SloMonth & { readonly kind: 'slo' | 'whole' }, { shortDay }: ReportWords): DayAxis {
  const total = daysInMonth(slo);
  const month = (slo.days[0]?.date ?? '2000-01-01').slice(0, 8);
  return {
    ticks: [1, 11, 21, total].map((day) => ({
      x: (day - 1) / total,
      label: shortDay(month + String(day).padStart(2, '0')),
    })),
  };
}
