import { isoTime, MINUTE_MS } from '../../domain/clock.js';
import type { Exclusion } from '../../domain/operator-action.js';
import type { SloStatus } from '../../domain/slo-status.js';
import { asShown, type Ratio, sli } from '../../judge/slo/sli.js';
import { sloState } from '../../judge/slo/slo-state.js';
import { exclusionAt } from '../exclusion-at.js';
import { byName, byOutcome, composition, proberErrors } from '../explain/breakdowns.js';
import { CoveredMinutes } from '../explain/gaps.js';
import { votedCoverage } from '../explain/voted-coverage.js';
import { worstHours } from '../explain/explain-hours.js';
import type { ExplainedCoverage } from '../explain/explanation.js';
import { countsSlices } from '../slice-groups.js';
import { burnDown } from './burn-down.js';
import { exclusionEffects } from './exclusion-effects.js';
import { inputExclusions } from './input-records.js';
import { budgetOf, type Counted, countedBy } from './judged-counts.js';
import { type JudgedInputs, judgedInputs } from './judged-inputs.js';
import { dayFigures } from './day-figures.js';
import { hourFigures } from './hour-figures.js';
import { latencyFigures } from './latency-figures.js';
import type { MonthFigures, MonthStatus } from './month-figures.js';
import type { ReportInputs } from './report-inputs.js';

/** How many of the hours that cost the most are told. */
const WORST = 10;

/** Every figure of an SLO's month, from its inputs alone. */
export function judgeMonth(inputs: ReportInputs): MonthFigures {
  const judged = judgedInputs(inputs);
  const exclusions = inputExclusions(judged.definition, inputs);
  const counted = countedBy(judged, exclusions);
  const asMeasured = exclusions.length === 0 ? null : countedBy(judged, []);
  const { hours } = counted;
  const index = { counted: inputs.series.map((series) => ({ series })) };
  const known = votedCoverage(knownOf(judged), judged.definition, counted.votes);
  const perHour = hourFigures(judged, counted);
  return {
    status: statusOf({ judged, exclusions, counted, asMeasured, known }),
    attempts: counted.attempts,
    days: dayFigures(judged, exclusions, counted, asMeasured),
    byOutcome: byOutcome(hours),
    byResolver: byName(hours, index, ({ resolver }) => resolver),
    byQuery: byName(hours, index, ({ query }) => query),
    worstHours: worstHours(perHour, WORST),
    burnDown: burnDown(judged, perHour),
    effects: exclusionEffects(judged, counted),
    known,
    proberErrors: proberErrors(hours, index),
    series: composition(hours, index),
    latency: latencyFigures(inputs),
  };
}

interface Judged {
  readonly judged: JudgedInputs;
  readonly exclusions: readonly Exclusion[];
  readonly counted: Counted;
  readonly asMeasured: Counted | null;
  readonly known: ExplainedCoverage;
}

function statusOf({ judged, exclusions, counted, asMeasured, known }: Judged): MonthStatus {
  const { inputs } = judged;
  const { from, to, until } = inputs.window;
  const budget = budgetOf(judged, counted.figure);
  const shown = asShown(counted.figure);
  return {
    window: { from, to, duration: '1M', isRolling: false, until },
    ...shown,
    sli: sli(shown),
    ...(countsSlices(judged.definition) ? { attempts: counted.attempts } : {}),
    ...(asMeasured === null ? {} : { asMeasured: measuredOf(judged, asMeasured.figure) }),
    errorBudget: budget,
    coverage: known.share,
    dataSince: dataSince(judged),
    ...(counted.votes === null ? {} : { votes: counted.votes.all }),
    excluded: {
      ...excludedOf(judged, exclusions),
      ...(counted.votes === null ? {} : { inconclusive: counted.votes.inconclusive }),
    },
    status: sloState(budget.remaining, false),
  };
}

function measuredOf(judged: JudgedInputs, figure: Ratio) {
  const shown = asShown(figure);
  return { ...shown, sli: sli(shown), consumed: budgetOf(judged, shown).consumed };
}

function dataSince({ inputs, fromMs }: JudgedInputs): string | null {
  const [first] = inputs.coveredMinutes;
  return first === undefined ? null : isoTime(fromMs + first[0] * MINUTE_MS);
}

/** Attempts left out, by reason: those taken out are valid ones. */
function excludedOf({ inputs, fromMs }: JudgedInputs, exclusions: readonly Exclusion[]): SloStatus['excluded'] {
  const excluded = { prober_error: 0, maintenance: 0, correction: 0, unreadable: 0 };
  const [proberError, answered] = ['prober_error', 'answered'].map((one) => inputs.attempts.outcomes.indexOf(one));
  const countsTimes = inputs.latency !== null;
  for (const [minute, , outcome, all, valid] of inputs.attempts.rows) {
    if (outcome === proberError) excluded.prober_error += all;
    if (outcome === answered && countsTimes) excluded.unreadable += all - valid;
    const out = exclusionAt(exclusions, fromMs + minute * MINUTE_MS);
    if (out !== null) excluded[out.reason] += valid;
  }
  const { unreadable, ...others } = excluded;
  return unreadable === 0 ? others : excluded;
}

function knownOf({ inputs, fromMs, toMs }: JudgedInputs): ExplainedCoverage {
  const covered = new CoveredMinutes({ fromMs, toMs });
  for (const run of inputs.coveredMinutes) covered.cover(run);
  return covered.explained(inputs.slotMinutes);
}
