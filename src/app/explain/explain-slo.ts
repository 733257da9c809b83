import { ceilTo, DAY_MS, MINUTE_MS } from '../../domain/clock.js';
import type { HistoryReader } from '../../domain/history-reader.js';
import type { SloDefinition } from '../../domain/slo-definition.js';
import type { SloStatus } from '../../domain/slo-status.js';
import type { TimeWindow } from '../../domain/window.js';
import type { Votes } from '../../judge/slo/votes.js';
import { evaluateAt } from '../evaluate-at.js';
import { budgetWindow } from '../kept-window.js';
import type { AlertStateStore, AlertTransitionReader, CompositionReader } from '../ports.js';
import { SloIndex } from '../slo-index.js';
import { type RoundMsOf, sloPlans } from '../slo-plan.js';
import { byName, byOutcome, composition, countedIn, proberErrors, sumsBy } from './breakdowns.js';
import { noEvents } from '../cell-events.js';
import { compositionChanges } from './composition-changes.js';
import { explainExclusions } from './explain-exclusions.js';
import { explainedThreshold } from './explained-threshold.js';
import { explainHours, worstHours } from './explain-hours.js';
import type { SloExplanation } from './explanation.js';
import { CoveredMinutes } from './gaps.js';
import { methodWords } from './method-words.js';
import { readHours } from './read-hours.js';
import { votedCoverage } from './voted-coverage.js';

export interface ExplainSloDeps {
  readonly history: HistoryReader;
  /** `null`: alerts are judged from the windows alone. */
  readonly alertStates: AlertStateStore | null;
  /** `null`: changes of alerts are not kept. */
  readonly alertLog: AlertTransitionReader | null;
  /** `null`: what SLOs consisted of is not kept. */
  readonly compositions: CompositionReader | null;
  readonly roundMsOf: RoundMsOf;
}

const WORST = 5;
const ALERT_CHANGES = 10;
/** Alerts of so long before are told, where the window is shorter. */
const LEAST_ALERT_PAST_MS = 28 * DAY_MS;

/** The way back from an SLO's figure at `atMs` (rounded up to a minute) to the counts behind it. */
export async function explainSlo(
  deps: ExplainSloDeps,
  definition: SloDefinition,
  atMs: number,
): Promise<SloExplanation> {
  const { history, roundMsOf } = deps;
  const toMs = ceilTo(atMs, MINUTE_MS);
  const window = { fromMs: budgetWindow(definition).startAt(toMs), toMs };
  const [series, records] = [await history.series(), await history.operatorRecords()];
  const index = new SloIndex([definition], series, records);
  const [status] = await evaluateAt({ history, alertStates: deps.alertStates, roundMsOf }, [definition], atMs);
  if (status === undefined) throw new Error(`explaining SLO "${definition.key}": its figure is required, found none`);
  const covered = new CoveredMinutes(window);
  const hours = await readHours(history, index, { window, onCell: (_, cell) => covered.add(cell) });
  const { good, valid, sli, errorBudget } = status;
  const figure = { good, valid, sli, consumed: errorBudget.consumed };
  const byHour = await explainHours({ history, index, definition, window, figure }, hours);
  return {
    status,
    method: methodWords(definition),
    threshold: explainedThreshold(definition),
    attempts: countedIn(sumsBy(hours, () => null).get(null) ?? noEvents()),
    byOutcome: byOutcome(hours),
    byResolver: byName(hours, index, ({ resolver }) => resolver),
    byQuery: byName(hours, index, ({ query }) => query),
    byHour,
    worstHours: worstHours(byHour, WORST),
    exclusions: await explainExclusions({ history, definition, series, records, toMs, figure }),
    coverage: votedCoverage(
      covered.explained(sloPlans(index, roundMsOf)[0]?.slotMinutes ?? 1),
      definition,
      votesOf(status),
    ),
    proberErrors: proberErrors(hours, index),
    composition: composition(hours, index),
    compositionChanges: await changesOf(deps, definition, window),
    alertChanges: await alertChanges(deps, definition, window, status),
  };
}

function votesOf({ votes, excluded }: SloStatus): Votes | null {
  return votes === undefined ? null : { all: votes, inconclusive: excluded.inconclusive ?? 0 };
}

async function changesOf({ compositions }: ExplainSloDeps, { key }: SloDefinition, window: TimeWindow) {
  return compositions === null ? null : compositionChanges(await compositions.compositionsOf(key), window);
}

function alertChanges({ alertLog }: ExplainSloDeps, { key }: SloDefinition, window: TimeWindow, status: SloStatus) {
  if (alertLog === null || status.alerts.length === 0) return Promise.resolve(null);
  const fromMs = Math.min(window.fromMs, window.toMs - LEAST_ALERT_PAST_MS);
  return alertLog.alertTransitions(key, { fromMs, toMs: window.toMs }, ALERT_CHANGES);
}
