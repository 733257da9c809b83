import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

import type { DayBar } from '../../domain/latency.js';
import { DAY_LEVELS, dayLevel, DAYS_PER_ROW } from './day-level.js';
import { formatShare, sliDigits } from './format-share.js';
import type { PageContext } from './page-context.js';

interface DailyBarsProps {
  /** Name of the SLO. */
  readonly slo: string;
  readonly days: readonly DayBar[];
  readonly objective: number;
  readonly page: PageContext;
  /** By what it stands below; default 4. */
  readonly headingLevel?: 3 | 4;
}

/**
 * One bar a day: full height is a day that met the objective, the shorter the worse. Below it the
 * worst days stand in words, so that nothing needs a pointer to be read; each bar has its text too.
 */
export function DailyBars({ slo, days, objective, page, headingLevel = 4 }: DailyBarsProps): VNode {
  const Heading = headingLevel === 3 ? 'h3' : 'h4';
  const { text, time } = page;
  const first = days[0];
  return (
    <div class="days">
      <Heading>{text.daysLabel(days.length)}</Heading>
      <ol class="bars" role="list" dangerouslySetInnerHTML={{ __html: barsHtml({ slo, days, objective, page }) }} />
      <div class="bars-axis" aria-hidden="true">
        <span>{first === undefined ? '' : time.shortDay(first.date)}</span>
        <span class="one-row">{middleDay(days, page)}</span>
        <span class="rows">{text.daysPerRow(DAYS_PER_ROW)}</span>
        <span>{text.today}</span>
      </div>
      <p class="days-below" dangerouslySetInnerHTML={{ __html: belowHtml({ slo, days, objective, page }) }} />
    </div>
  );
}

/** Days that are over stay as they are, so only the last bar is rendered each time. */
function barsHtml({ slo, days, objective, page }: DailyBarsProps): string {
  const past = { days: days.slice(0, -1), objective };
  const render = (): VNode => <Bars {...past} page={page} />;
  const pastHtml = page.fragments.html(`days ${slo}`, past, render, areSameDays);
  return pastHtml + renderToString(<Bars days={days.slice(-1)} objective={objective} page={page} />);
}

type PastDays = Pick<DailyBarsProps, 'days' | 'objective'>;

function areSameDays(a: PastDays, b: PastDays): boolean {
  return (
    a.objective === b.objective && a.days.length === b.days.length && a.days.every((day, i) => isSame(day, b.days[i]))
  );
}

function isSame(a: DayBar, b: DayBar | undefined): boolean {
  return a.date === b?.date && a.good === b.good && a.valid === b.valid;
}

function Bars({ days, objective, page }: Omit<DailyBarsProps, 'slo'>): VNode {
  return (
    <>
      {days.map((day) => (
        <li class={dayLevel(day, objective)}>
          <span>{dayWords(day, objective, page)}</span>
        </li>
      ))}
    </>
  );
}

/** What the bars' heights, colours and patterns mean. */
export function DayLegend({ page }: { readonly page: PageContext }): VNode {
  return (
    <ul class="legend" aria-label={page.text.legend} role="list">
      {DAY_LEVELS.map((level) => (
        <li>
          <span class={`key ${level}`} aria-hidden="true" />
          {page.text.dayLevel[level]}
        </li>
      ))}
    </ul>
  );
}

function dayWords(day: DayBar, objective: number, page: PageContext): string {
  const date = page.time.shortDay(day.date);
  if (day.sli === null) return page.text.dayWithoutData(date);
  const notGood = page.formatCount(day.valid - day.good);
  return page.text.day(date, formatShare(day.sli, sliDigits(objective)), notGood, page.formatCount(day.valid));
}

function middleDay(days: readonly DayBar[], page: PageContext): string {
  const middle = days[Math.floor((days.length - 1) / 2)];
  return middle === undefined ? '' : page.time.shortDay(middle.date);
}

/** Seldom any of these days is today: so what is told of them seldom changes. */
function belowHtml({ slo, days, objective, page }: DailyBarsProps): string {
  const below = days.filter((day) => day.sli !== null && day.sli < objective).reverse();
  const told = { days: below, objective, isMeasured: days.some((day) => day.sli !== null) };
  return page.fragments.html(`below ${slo}`, told, () => <>{belowWords(told, page)}</>, areToldAlike);
}

type ToldDays = PastDays & { readonly isMeasured: boolean };

function areToldAlike(a: ToldDays, b: ToldDays): boolean {
  return a.isMeasured === b.isMeasured && areSameDays(a, b);
}

/** Days named before `and 3 more`: the most recent ones. */
const NAMED_DAYS = 4;

function belowWords({ days, objective, isMeasured }: ToldDays, { text, time }: PageContext): string {
  if (!isMeasured) return text.noDaysMeasured;
  if (days.length === 0) return text.noDaysBelow;
  const named = days
    .slice(0, NAMED_DAYS)
    .map((day) => text.dayAndSli(time.shortDay(day.date), formatShare(day.sli ?? 0, sliDigits(objective))));
  return text.daysBelow(named, days.length - named.length);
}
