import type { Cell } from '../domain/cell.js';
import { isReplied, OUTCOMES, type Outcome } from '../domain/outcome.js';
import { answersWithin, type AnswersWithin } from './answers-within.js';
import { ANSWERED, type EventColumn, FIRST_THRESHOLD, REPLIED, VALID_ATTEMPTS } from './event-columns.js';
import type { CountedSeries, SloTerm } from './counted-series.js';

/**
 * Attempts of one series by outcome (in the order of `OUTCOMES`): how many there were, how many of them
 * count in an SLO, and how many of these were good. Sums over outcomes are what the SLO counts.
 */
export interface OutcomeEvents {
  readonly seen: Float64Array;
  readonly valid: Float64Array;
  readonly good: Float64Array;
}

export function noEvents(): OutcomeEvents {
  const column = (): Float64Array => new Float64Array(OUTCOMES.length);
  return { seen: column(), valid: column(), good: column() };
}

export function addEvents(into: OutcomeEvents, other: OutcomeEvents): void {
  for (let i = 0; i < OUTCOMES.length; i++) {
    into.seen[i] = (into.seen[i] ?? 0) + (other.seen[i] ?? 0);
    into.valid[i] = (into.valid[i] ?? 0) + (other.valid[i] ?? 0);
    into.good[i] = (into.good[i] ?? 0) + (other.good[i] ?? 0);
  }
}

/**
 * What a cell comes to in the SLO of `term`. All event kinds are nested (within ⊂ answered ⊂ replied ⊂
 * valid), so that sums by outcome are those of the whole.
 *
 * @param tell what keeps its histogram from being read
 */
export function cellEvents(
  cell: Cell,
  { thresholdsUs }: CountedSeries,
  term: SloTerm,
  tell: (fault: Error) => void,
): OutcomeEvents {
  return timedEvents(cell, term, needsTimes(term) ? answersWithin(cell, thresholdsUs, tell) : NO_TIMES);
}

/**
 * The same, where the cell's times have been read already: for many SLOs its histogram is decoded once.
 *
 * @param times of a term that does not need them: anything
 */
export function timedEvents(cell: Cell, term: SloTerm, times: AnswersWithin): OutcomeEvents {
  const events = noEvents();
  OUTCOMES.forEach((outcome, i) => {
    const count = (column: EventColumn | null): number => (column === null ? 0 : countOf(cell, outcome, column, times));
    const lost = isLost(outcome, term) ? times.unreadable : 0;
    const valid = count(term.total) - lost;
    events.seen[i] = cell.counts[outcome];
    events.valid[i] = valid;
    events.good[i] = goodOf(term, valid, count(term.countsBad ? term.bad : term.good));
  });
  return events;
}

/** Of valid events, those that are good: one outside the total is neither good nor bad. @param said said to be good, or bad */
export function goodOf({ countsBad }: SloTerm, valid: number, said: number): number {
  return countsBad ? Math.max(0, valid - said) : Math.min(valid, said);
}

/** Whether answers of which nobody knows how long they took are missing in what counts. */
function isLost(outcome: Outcome, term: SloTerm): boolean {
  return outcome === 'answered' && term.total < FIRST_THRESHOLD && needsTimes(term);
}

export const NO_TIMES: AnswersWithin = { within: [], unreadable: 0 };

/** Whether times matter to the SLO. */
export function needsTimes({ good, bad, total }: SloTerm): boolean {
  return [good, bad, total].some((column) => column !== null && column >= FIRST_THRESHOLD);
}

function countOf({ counts }: Cell, outcome: Outcome, column: EventColumn, { within }: AnswersWithin): number {
  if (column === VALID_ATTEMPTS) return outcome === 'prober_error' ? 0 : counts[outcome];
  if (column === REPLIED) return isReplied(outcome) ? counts[outcome] : 0;
  if (outcome !== 'answered') return 0;
  return column === ANSWERED ? counts.answered : (within[column - FIRST_THRESHOLD] ?? 0);
}
