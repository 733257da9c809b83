import { isoTime } from '../../domain/clock.js';
import type { SloDefinition } from '../../domain/slo-definition.js';
import type { BudgetPoint, SloHistory, SloHistoryPoint, WholeHistory } from '../../domain/slo-history.js';
import { compositeFigure } from '../../judge/slo/composite.js';
import { asShown, type Ratio, sli } from '../../judge/slo/sli.js';
import type { SloIndex } from '../slo-index.js';
import { addTallySums, attemptsOf, excludedOf, hasValidAttempt, tallyOf, unreadableOf } from '../tally-sums.js';
import { WindowSums } from '../window-sums.js';
import { budgetLeft, type CountedUpTo, spentUpTo } from './budget-left.js';
import type { ReadStep, ReadSteps } from './read-slo-steps.js';
import { RTT_BANDS_US, usedBands } from './rtt-bands.js';

/** What was read of all objectives of an SLO. */
export interface Stepped {
  readonly index: SloIndex;
  readonly read: readonly ReadStep[];
  /** By objective: how long attempts took in all of it. */
  readonly latency: ReadSteps['latency'];
  /** Share of the SLO's window that is over; `null` where the steps are not those of its window. */
  readonly elapsed: number | null;
  readonly shared: Pick<SloHistory, 'from' | 'to' | 'step'>;
}

/** One objective, step by step. */
export function objectiveHistory(stepped: Stepped, definition: SloDefinition, row: number): SloHistory {
  const { read, elapsed, shared, latency } = stepped;
  const { name, objectiveName, objective } = definition;
  const bands = usedBands(read.map(({ latency }) => latency[row]?.answeredByBand ?? []));
  const { steps, all } = countedUpTo(stepped, row);
  const left = elapsed === null ? null : budgetLeft(steps, all, objective, elapsed);
  return {
    name,
    ...(objectiveName === null ? {} : { objectiveName }),
    objective,
    ...shared,
    latency: known(latency[row], row),
    bandsUs: RTT_BANDS_US.slice(bands.from, bands.to),
    points: read.map((one, i) => ({
      ...pointOf(stepped.index, one, row, bands),
      ...(left === null ? {} : { remaining: left[i] ?? null }),
    })),
  };
}

function pointOf(
  index: SloIndex,
  { step, sums, latency }: ReadStep,
  row: number,
  bands: { readonly from: number; readonly to: number },
): SloHistoryPoint {
  const shown = asShown(sums.ratio(row));
  const times = known(latency[row], row);
  return {
    time: isoTime(step.fromMs),
    ...shown,
    sli: sli(shown),
    ...(index.countsSlices(row) ? { attempts: attemptsOf(sums.tallies, row) } : {}),
    outcomes: tallyOf(sums.tallies, row).outcomes,
    excluded: leftOut(sums, row),
    latency: times.latency,
    answeredByBand: times.answeredByBand.slice(bands.from, bands.to),
  };
}

function known<T>(found: T | undefined, row: number): T {
  if (found === undefined) throw new RangeError(`telling an SLO's past: a known row is required, found ${String(row)}`);
  return found;
}

/** As a status tells it. */
function leftOut(sums: WindowSums, row: number): SloHistoryPoint['excluded'] {
  const [unreadable, votes] = [unreadableOf(sums.tallies, row), sums.votes(row)];
  return {
    ...excludedOf(sums.tallies, row),
    ...(unreadable === 0 ? {} : { unreadable }),
    ...(votes === null ? {} : { inconclusive: votes.inconclusive }),
  };
}

/** What counts up to the end of each step, in sums from which nothing is lost. */
function countedUpTo({ index, read }: Stepped, row: number): { steps: readonly CountedUpTo[]; all: Ratio } {
  const sums = new WindowSums(index);
  const steps = read.map((one) => {
    addTallySums(sums.tallies, one.sums.tallies);
    addTallySums(sums.units, one.sums.units);
    return { upTo: sums.ratio(row), isKnown: isKnown(one.sums, row) };
  });
  return { steps, all: sums.ratio(row) };
}

/** Where slices count, one may begin in a step without attempts, and none in one with some. */
function isKnown(sums: WindowSums, row: number): boolean {
  return hasValidAttempt(sums.tallies, row) || sums.ratio(row).valid > 0;
}

/** A composite SLO as a whole: what its objectives come to together, by weight. */
export function wholeHistory(stepped: Stepped, definitions: readonly SloDefinition[]): WholeHistory {
  const { read, elapsed, shared } = stepped;
  const parts = definitions.map((definition, row) => ({ definition, ...countedUpTo(stepped, row) }));
  const figureOf = (ratioOf: (part: (typeof parts)[number], row: number) => Ratio) =>
    compositeFigure(
      parts.map((part, row) => ({ definition: part.definition, sli: sli(asShown(ratioOf(part, row))) })),
      elapsed ?? 1,
    );
  const points = read.map(({ step, sums }, i): BudgetPoint => {
    const known = parts.some(({ steps }) => steps[i]?.isKnown === true);
    const left = figureOf(({ steps, all }) => spentUpTo(steps[i]?.upTo ?? all, all)).budget.remaining;
    const own = figureOf((_, row) => sums.ratio(row));
    return {
      time: isoTime(step.fromMs),
      sli: sli(own.ratio),
      ...(elapsed === null ? {} : { remaining: known ? left : null }),
    };
  });
  return { name: definitions[0]?.name ?? '', objective: figureOf(({ all }) => all).objective, ...shared, points };
}
