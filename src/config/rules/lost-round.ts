import { MINUTE_MS } from '../../domain/clock.js';
import type { ProbeDefinition } from '../../domain/probe-definition.js';
import type { SloDefinition } from '../../domain/slo-definition.js';
import { weighedAtOnceMs } from '../../judge/slo/weigh.js';
import type { SelectedProbe } from '../selected-probes.js';

type Counting = Pick<SloDefinition, 'slices' | 'weighing'>;

/** The share of what counts over `windowMs` that is bad when one round of a probe is lost, and nothing else. */
export function lostShare(
  { slices, weighing }: Counting,
  lost: SelectedProbe,
  all: readonly SelectedProbe[],
  windowMs: number,
): number {
  if (slices === null) return shareOf(weighing, lost, all, windowMs);
  // Slices without data do not count.
  const apartMs = Math.max(slices.widthMs, Math.min(...all.map(({ roundMs }) => roundMs)));
  const inSlice = shareOf(weighing, lost, all, apartMs);
  const bad = slices.target === null ? inSlice : Number(1 - inSlice < slices.target);
  return Math.min(1, (bad * apartMs) / windowMs);
}

/** Whether attempts of one round may belong to two minutes: series have their places all over the time between two rounds. */
export function spansMinutes({ schedule, jitterMs = 0 }: ProbeDefinition): boolean {
  return jitterMs > 0 || (schedule.kind === 'every' && MINUTE_MS % schedule.everyMs !== 0);
}

function shareOf(
  weighing: Counting['weighing'],
  lost: SelectedProbe,
  all: readonly SelectedProbe[],
  windowMs: number,
): number {
  const inWindow = all.reduce((sum, one) => sum + (unitsOf(weighing, one) * windowMs) / apartMs(weighing, one), 0);
  return Math.min(1, lostUnits(weighing, lost) / inWindow);
}

/** What one round counts for; where not attempts count, what that is weighed at once with a round in it does. */
function unitsOf(weighing: Counting['weighing'], { series }: SelectedProbe): number {
  if (weighing.kind !== 'enough-of-many') return series.length;
  const queries = new Map<string, number>();
  for (const { query } of series) queries.set(query, (queries.get(query) ?? 0) + 1);
  return [...queries.values()].reduce((sum, n) => sum + Math.max(1, Math.ceil(((n - 1) * 2) / 3)), 0);
}

function apartMs(weighing: Counting['weighing'], { roundMs }: SelectedProbe): number {
  return weighing.kind === 'attempts' ? roundMs : Math.max(weighedAtOnceMs(weighing), roundMs);
}

function lostUnits(weighing: Counting['weighing'], lost: SelectedProbe): number {
  const units = unitsOf(weighing, lost);
  switch (weighing.kind) {
    case 'attempts':
      return units;
    case 'series':
      return units * Math.min(1, lost.roundMs / MINUTE_MS);
    case 'quorum':
      // One vantage among twenty decides nothing alone.
      return 0;
    case 'enough-of-many':
      // One answer in a measurement interval is enough.
      return lost.roundMs < weighedAtOnceMs(weighing) ? 0 : units;
    default:
      return weighing satisfies never;
  }
}
