import type { VNode } from 'preact';

import type { AlertStatus, ControlStatus, SloStatus } from '../../domain/slo-status.js';
import type { SloView } from '../../domain/snapshot.js';
import { BudgetGauge, budgetWords } from './budget-gauge.js';
import { DailyBars } from './daily-bars.js';
import { formatCoverage, formatObjective, formatShare, sliDigits } from './format-share.js';
import { indicatorKind } from './indicator-kind.js';
import { LatencyChart } from './latency-chart.js';
import type { PageContext } from './page-context.js';
import { durationWords } from './period-words.js';
import { promiseWords, unitWords } from './promise-words.js';
import { sloAnchor, sloTitle } from './slo-title.js';
import { StateBadge } from './state-badge.js';

interface SloCardProps {
  readonly view: SloView;
  readonly page: PageContext;
}

/** Everything the page says of one SLO. */
export function SloCard({ view, page }: SloCardProps): VNode {
  const { definition, status } = view;
  const id = sloAnchor(definition);
  return (
    <article class={`slo ${status.status}`} id={id} aria-labelledby={`${id}-name`}>
      <header>
        <h3 id={`${id}-name`}>
          <bdi>{sloTitle(definition)}</bdi>
        </h3>
        <StateBadge state={status.status} page={page} />
      </header>
      <Objective view={view} page={page} />
      <Figures view={view} page={page} />
      {view.whole !== undefined && <p class="whole">{wholeWords(view.whole, page)}</p>}
      <Alerts view={view} page={page} />
      <div class="evidence">
        <DailyBars slo={definition.key} days={view.days} objective={status.objective} page={page} />
        <LatencyChart slo={definition.key} range={view.latency} summary={view.latencySummary} page={page} />
      </div>
      <Provenance view={view} page={page} />
    </article>
  );
}

function Objective({ view, page }: SloCardProps): VNode {
  const { definition } = view;
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
  return isWhole && oneIn >= 2 ? page.text.allowance(page.formatCount(Math.round(oneIn))) : page.text.allowanceNone;
}

function Figures({ view, page }: SloCardProps): VNode {
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
function formatRate(rate: number): string {
  return String(Number(rate.toPrecision(2)));
}

function Alerts({ view, page }: SloCardProps): VNode {
  const firing = view.status.alerts.filter((alert) => alert.state === 'firing');
  const { exhaustsAt } = view.status;
  if (firing.length === 0) return <p class="alerts-none">{page.text.noAlerts}</p>;
  return (
    <ul class="alerts" role="list">
      {firing.map((alert) => (
        <li class={alert.severity}>
          <strong>{page.text.alertSeverity[alert.severity]}:</strong> {alertWords(alert, page)}
        </li>
      ))}
      {exhaustsAt !== null && <li>{page.text.exhausts(page.time.dateTime(Date.parse(exhaustsAt)))}</li>}
    </ul>
  );
}

function alertWords(alert: AlertStatus, page: PageContext): string {
  return page.text.alert({
    name: alert.name,
    isNoData: alert.longWindow === null,
    threshold: alert.threshold === null ? null : String(Number(alert.threshold.toPrecision(3))),
    longWindow: alert.longWindow === null ? null : durationWords(alert.longWindow, page.text),
    since: alert.since === null ? null : page.time.dateTime(Date.parse(alert.since)),
  });
}

/** What the zone's own server did meanwhile: it tells a resolver's failures from its authority's. */
function controlWords({ query, sli }: ControlStatus, { text }: PageContext): string {
  return text.control(query, formatShare(sli, 2));
}

/** Where a composite SLO stands, all objectives together. */
function wholeWords(whole: SloStatus, page: PageContext): string {
  const sli = whole.sli === null ? page.text.noData : formatShare(whole.sli, sliDigits(whole.objective));
  return page.text.whole(sli, formatObjective(whole.objective), budgetWords(whole, page));
}

/** Where vantages vote, and too few did at times. */
function inconclusiveWords({ definition: { weighing }, status }: SloView, page: PageContext): string | null {
  const { votes = 0, excluded } = status;
  const { inconclusive = 0 } = excluded;
  if (weighing.kind !== 'quorum' || inconclusive === 0) return null;
  const { formatCount, text } = page;
  return text.inconclusive(formatCount(inconclusive), formatCount(votes), formatCount(weighing.fewestVantages));
}

/** What the figures rest on. */
function Provenance({ view, page }: SloCardProps): VNode {
  const { status } = view;
  const { unreadable = 0 } = status.excluded;
  const inconclusive = inconclusiveWords(view, page);
  const { text, time } = page;
  const at = (iso: string): string => time.dateTime(Date.parse(iso));
  const since = status.dataSince === null ? '' : `, ${text.dataSince(at(status.dataSince))}`;
  return (
    <footer>
      <p>{text.window(at(status.window.from), at(status.window.to))}</p>
      <p>
        {text.coverage(formatCoverage(status.coverage))}
        {since}
      </p>
      {(status.controls ?? []).map((control) => (
        <p key={`${control.probe}/${control.query}`}>{controlWords(control, page)}</p>
      ))}
      {inconclusive !== null && <p>{inconclusive}</p>}
      {unreadable > 0 && <p>{text.unreadable(page.formatCount(unreadable))}</p>}
      {status.excluded.maintenance > 0 && <p>{text.inMaintenance(page.formatCount(status.excluded.maintenance))}</p>}
      {status.excluded.correction > 0 && <p>{text.corrected(page.formatCount(status.excluded.correction))}</p>}
      {typeof status.asMeasured?.sli === 'number' && (
        <p>{text.asMeasured(formatShare(status.asMeasured.sli, sliDigits(status.objective)))}</p>
      )}
      {status.excluded.prober_error > 0 && <p>{text.excluded(page.formatCount(status.excluded.prober_error))}</p>}
      <p>
        <a
          href={`${page.rootPath}api/v1/slos/${encodeURIComponent(status.name)}`}
          aria-label={text.asJsonOf(sloTitle(view.definition))}
        >
          {text.asJson}
        </a>
      </p>
    </footer>
  );
}
