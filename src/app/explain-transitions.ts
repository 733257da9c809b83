import type { AlertLogEntry } from '../domain/alert-evidence.js';
import type { FailureEvidence } from '../domain/failure-evidence.js';
import type { FailureReader } from '../domain/failure-reader.js';
import type { HistoryReader } from '../domain/history-reader.js';
import { outcomeCode } from '../domain/outcome.js';
import {
  alertLogEntry,
  lastHeardWindow,
  NOTHING_READ,
  type ReadEvidence,
  type SeenTransition,
  windowToRead,
} from './alert-evidence.js';
import { failureGroups, withRcodes } from './failure-groups.js';
import { readEvents, type SeriesEvents, type WantedEvents } from './read-events.js';
import { SloIndex } from './slo-index.js';
import type { OnEvaluateError } from './statuses.js';

export interface ExplainDeps {
  readonly history: HistoryReader;
  /** Where failures are kept in full; without it wrong rcodes are not named. */
  readonly failures?: Pick<FailureReader, 'failures'>;
  readonly onError?: OnEvaluateError;
}

/** In an outage of everything thousands of alerts change at once: the counts of so many are read, of the others the figures are told. */
const READ_AT_ONCE = 50;
/** So many kept failures of one SLO are looked at: all of those of a few series. */
const KEPT_FAILURES = 1_000;

/**
 * Why alerts changed. History is read only here: each second nothing changes. What cannot be read is left
 * out and told, the change itself never gets lost.
 */
export async function explainTransitions(
  deps: ExplainDeps,
  seen: readonly SeenTransition[],
): Promise<readonly AlertLogEntry[]> {
  if (seen.length === 0) return [];
  const first = seen.toSorted((a, b) => rank(a) - rank(b)).slice(0, READ_AT_ONCE);
  const read = await readEvidence(deps, first).catch((error: unknown) => {
    deps.onError?.(null, error);
    return [];
  });
  return seen.map((one) => alertLogEntry(one, read[first.indexOf(one)] ?? NOTHING_READ));
}

/** Pages that open are read first. */
function rank({ transition: { rule, to } }: SeenTransition): number {
  return (to === 'firing' ? 0 : 2) + (rule.severity === 'page' ? 0 : 1);
}

async function readEvidence(deps: ExplainDeps, seen: readonly SeenTransition[]): Promise<readonly ReadEvidence[]> {
  const { history } = deps;
  const definitions = seen.map(({ plan }) => plan.definition);
  const index = new SloIndex(definitions, await history.series(), await history.operatorRecords());
  const found = await readEvents(history, index, seen.map(wantedOf));
  const heard = await readEvents(history, index, seen.map(heardOf));
  const evidence: ReadEvidence[] = [];
  for (const [i, one] of seen.entries()) evidence.push(await evidenceOf(deps, one, found[i] ?? [], heard[i] ?? []));
  return evidence;
}

function wantedOf(seen: SeenTransition, row: number): WantedEvents {
  return { row, window: windowToRead(seen) };
}

/** The minute in which something was last heard, where silence is to be explained. */
function heardOf(seen: SeenTransition, row: number): WantedEvents {
  const isSilence = seen.transition.rule.kind === 'no-data';
  return { row, window: (isSilence ? lastHeardWindow(seen) : null) ?? { fromMs: 0, toMs: 0 } };
}

async function evidenceOf(
  deps: ExplainDeps,
  { transition: { rule }, ...seen }: SeenTransition,
  found: readonly SeriesEvents[],
  heard: readonly SeriesEvents[],
): Promise<ReadEvidence> {
  if (rule.kind === 'no-data') return { failures: null, lastHeard: sumOf(heard), proberErrors: proberErrorsOf(found) };
  const groups = failureGroups(found);
  const isRcode = groups.some(({ outcome }) => outcome === 'wrong_rcode');
  const kept = isRcode ? await keptFailures(deps, seen.totals.endMs - rule.longMs) : [];
  return { ...NOTHING_READ, failures: withRcodes(groups, found, kept) };
}

/** Without them the counts are told all the same. */
async function keptFailures(deps: ExplainDeps, sinceMs: number): Promise<readonly FailureEvidence[]> {
  const any = { vantage: null, probe: null, resolver: null, query: null };
  const query = { ...any, outcome: 'wrong_rcode', sinceMs, limit: KEPT_FAILURES } as const;
  return (await deps.failures?.failures(query)) ?? [];
}

function sumOf(found: readonly SeriesEvents[]): { readonly good: number; readonly valid: number } {
  let [good, valid] = [0, 0];
  for (const { events } of found) {
    good += events.good.reduce((sum, count) => sum + count, 0);
    valid += events.valid.reduce((sum, count) => sum + count, 0);
  }
  return { good, valid };
}

const PROBER_ERROR = outcomeCode('prober_error');

function proberErrorsOf(found: readonly SeriesEvents[]): number {
  return found.reduce((sum, { events }) => sum + (events.seen[PROBER_ERROR] ?? 0), 0);
}
