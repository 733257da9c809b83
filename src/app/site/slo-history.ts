import { ceilTo, DAY_MS, isoTime, MINUTE_MS } from '../../domain/clock.js';
import { formatDuration } from '../../domain/duration.js';
import type { HistoryReader } from '../../domain/history-reader.js';
import type { SloDefinition } from '../../domain/slo-definition.js';
import type { SloHistories } from '../../domain/slo-history.js';
import type { TimeWindow } from '../../domain/window.js';
import { elapsedShare } from '../../judge/slo/error-budget.js';
import { AppError } from '../errors.js';
import { budgetWindow } from '../kept-window.js';
import type { SliceHourStore } from '../ports.js';
import { sliceGroups } from '../slice-groups.js';
import { SloIndex } from '../slo-index.js';
import { askedRange, type HistoryRange, windowRange } from './history-range.js';
import { objectiveHistory, type Stepped, wholeHistory } from './objective-history.js';
import { readSloSteps } from './read-slo-steps.js';

export interface SloHistoryDeps {
  readonly history: HistoryReader;
  /** Slices that are kept by the hour, and need not be read; `null`: none is. */
  readonly sliceHours: Pick<SliceHourStore, 'sliceHours'> | null;
}

export interface SloHistoryQuery {
  /** All objectives of one SLO, which share its window. At least one. */
  readonly slos: readonly SloDefinition[];
  readonly asked: AskedTime;
}

/** The SLO's window that ends at an instant, rounded up to a minute; or any stretch of time. */
export type AskedTime =
  | { readonly kind: 'window'; readonly toMs: number }
  | {
      readonly kind: 'range';
      readonly fromMs: number;
      readonly toMs: number;
      /** Whole minutes; `null`: one that suits. */
      readonly stepMs: number | null;
    };

/**
 * What an SLO did step by step: what counts, in its own way of counting, outcomes, and how long answers
 * took. Over its window the steps add up to where it stands, and tell how its budget went.
 *
 * @throws `AppError` `HISTORY_…`: the asker's fault
 */
export async function sloHistory(
  { history, sliceHours }: SloHistoryDeps,
  { slos, asked }: SloHistoryQuery,
): Promise<SloHistories> {
  const [first] = slos;
  if (first === undefined) return { objectives: [], whole: null };
  const range = rangeOf(first, asked, await history.rolledUp());
  const index = ownRows(new SloIndex(slos, await history.series(), await history.operatorRecords()));
  const { steps: read, latency } = await readSloSteps({
    history,
    index,
    steps: range.steps,
    sliceFromMs: (widthMs) =>
      asked.kind === 'window' ? budgetWindow(first).startAt(range.toMs, widthMs) : range.fromMs,
    kept: sliceHours === null ? null : { store: neverSaving(sliceHours), version: null },
  });
  const elapsed = asked.kind === 'window' ? elapsedShare(budgetWindow(first).wholeAt(range.toMs), range.toMs) : null;
  const stepped: Stepped = { index, read, latency, elapsed, shared: sharedBy(range) };
  return {
    objectives: slos.map((slo, row) => objectiveHistory(stepped, slo, row)),
    whole: slos.some(({ compositeWeight }) => compositeWeight !== null) ? wholeHistory(stepped, slos) : null,
  };
}

function rangeOf(definition: SloDefinition, asked: AskedTime, kept: Parameters<typeof windowRange>[1]): HistoryRange {
  switch (asked.kind) {
    case 'window':
      return windowRange(currentWindow(definition, asked.toMs), kept);
    case 'range':
      refuseMinutes(definition, asked);
      return askedRange(asked, kept);
    default:
      return asked satisfies never;
  }
}

/** Of what only minutes tell apart, no more than this is read for one question, unless the SLO's own window is longer. */
const MINUTES_AT_MOST_MS = 32 * DAY_MS;

/** A month of minutes takes seconds to read where nothing of it is kept by the hour. */
function refuseMinutes(definition: SloDefinition, { fromMs, toMs }: TimeWindow): void {
  const atMostMs = Math.max(MINUTES_AT_MOST_MS, definition.periodMs);
  const needsMinutes = sliceGroups([definition]).some(({ coarsest }) => coarsest === 'minute');
  if (!needsMinutes || toMs - fromMs <= atMostMs) return;
  throw new AppError(
    'HISTORY_RANGE_INVALID',
    `reading an SLO's past: at most ${formatDuration(atMostMs)} are told at once of one that counts by the minute, found ${formatDuration(toMs - fromMs)}`,
  );
}

/** As far as it has come. */
function currentWindow(definition: SloDefinition, atMs: number): TimeWindow {
  const toMs = ceilTo(atMs, MINUTE_MS);
  return { fromMs: budgetWindow(definition).startAt(toMs), toMs };
}

/** Without controls, which stand beside an SLO. */
function ownRows(index: SloIndex): SloIndex {
  return index.narrowedTo(index.slos.flatMap((_, slo) => [slo, index.asMeasured(slo)]));
}

function neverSaving(store: Pick<SliceHourStore, 'sliceHours'>): SliceHourStore {
  return { sliceHours: (...asked) => store.sliceHours(...asked), saveSliceHours: () => Promise.resolve() };
}

function sharedBy({ fromMs, toMs, stepMs }: HistoryRange): Stepped['shared'] {
  return { from: isoTime(fromMs), to: isoTime(toMs), step: formatDuration(stepMs) };
}
