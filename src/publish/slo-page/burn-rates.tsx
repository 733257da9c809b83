import { scalePow } from 'd3-scale';
import type { VNode } from 'preact';

import type { AlertStatus, SloStatus } from '../../domain/slo-status.js';
import { percent } from '../report/html/plot.js';
import type { PageContext } from '../status-page/page-context.js';
import { durationWords } from '../status-page/period-words.js';
import { formatRate } from '../status-page/slo-headline.js';
import { ChartFrame } from './chart-frame.js';

interface BurnRatesProps {
  readonly status: SloStatus;
  readonly page: PageContext;
}

/** How fast the budget is spent over each window that alerts look at, beside where they fire: a table with bars in it. */
export function BurnRates({ status, page }: BurnRatesProps): VNode {
  const words = page.text.sloPage.burnRates;
  const rows = rowsOf(status);
  const scale = barScale(rows);
  return (
    <ChartFrame title={words.title} note={words.note}>
      <table class="burn-rates">
        <thead>
          <tr>
            <th scope="col">{words.window}</th>
            <th scope="col" class="number">
              {words.rate}
            </th>
            <td />
            <th scope="col">{words.alertsAt}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr class={isAbove(row) ? 'above' : ''}>
              <th scope="row">{durationWords(row.window, page.text).replace(/^1 /, '')}</th>
              <td class="number">{rateWords(row, page)}</td>
              <td class="bar-cell">
                <Bar row={row} scale={scale} />
              </td>
              <td class="thresholds">
                <Thresholds row={row} page={page} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ChartFrame>
  );
}

interface RateRow {
  readonly window: string;
  readonly rate: number | null;
  /** Of the alerts that look at this window. */
  readonly thresholds: readonly { readonly alert: string; readonly times: number }[];
}

function rowsOf({ burnRates, alerts }: SloStatus): readonly RateRow[] {
  return Object.entries(burnRates).map(([window, rate]) => ({
    window,
    rate,
    thresholds: thresholdsOf(window, alerts),
  }));
}

function thresholdsOf(window: string, alerts: readonly AlertStatus[]): RateRow['thresholds'] {
  const looking = alerts.filter(({ longWindow, shortWindow }) => longWindow === window || shortWindow === window);
  return looking.flatMap(({ name, threshold }) => (threshold === null ? [] : [{ alert: name, times: threshold }]));
}

function isAbove({ rate, thresholds }: RateRow): boolean {
  return rate !== null && thresholds.some(({ times }) => rate > times);
}

type BarScale = (rate: number) => number;

/** Rates go from hundredths to hundreds: by their square roots both are seen. */
function barScale(rows: readonly RateRow[]): BarScale {
  const shown = rows.flatMap(({ rate, thresholds }) => [rate ?? 0, ...thresholds.map(({ times }) => times)]);
  return scalePow([0, Math.max(1, ...shown) * 1.05], [0, 1]).exponent(0.5);
}

const HEIGHT = 16;

function Bar({ row, scale }: { readonly row: RateRow; readonly scale: BarScale }): VNode {
  return (
    <svg class="bullet" width="100%" height={HEIGHT} aria-hidden="true">
      <rect class="bullet-track" width="100%" height={HEIGHT} rx="2" />
      {row.rate !== null && (
        <rect
          class={isAbove(row) ? 'bullet-above' : 'bullet-rate'}
          width={percent(scale(row.rate))}
          y="3"
          height={HEIGHT - 6}
          rx="1.5"
        />
      )}
      <line class="bullet-one" x1={percent(scale(1))} x2={percent(scale(1))} y1="0" y2={HEIGHT} />
      {row.thresholds.map(({ times }) => (
        <line class="bullet-threshold" x1={percent(scale(times))} x2={percent(scale(times))} y1="0" y2={HEIGHT} />
      ))}
    </svg>
  );
}

function rateWords(row: RateRow, { text }: PageContext): string {
  return row.rate === null ? text.noData : `${formatRate(row.rate)}×`;
}

function Thresholds({ row, page }: { readonly row: RateRow; readonly page: PageContext }): VNode {
  if (row.thresholds.length === 0) return <>–</>;
  return (
    <ul role="list">
      {row.thresholds.map(({ alert, times }) => (
        <li>
          {formatTimes(times)}× <bdi>{alert}</bdi>
        </li>
      ))}
      {isAbove(row) && <li class="exceeded">{page.text.sloPage.burnRates.isAbove}</li>}
    </ul>
  );
}

/** Three significant digits: thresholds are numbers like 13.44. */
function formatTimes(times: number): string {
  return String(Number(times.toPrecision(3)));
}
