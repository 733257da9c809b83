import type { BudgetPoint, SloHistory } from '../../domain/slo-history.js';
import type { TimeWindow } from '../../domain/window.js';

/** A point with the time that it tells of. */
export interface StepOf<P> extends TimeWindow {
  readonly point: P;
}

/** Each point reaches up to the next one, the last one to the end. */
export function stepsOf<P extends Pick<BudgetPoint, 'time'>>({
  points,
  to,
}: {
  readonly points: readonly P[];
  readonly to: string;
}): readonly StepOf<P>[] {
  const startsMs = points.map(({ time }) => Date.parse(time));
  const endMs = Date.parse(to);
  return points.map((point, i) => ({ point, fromMs: startsMs[i] ?? endMs, toMs: startsMs[i + 1] ?? endMs }));
}

/** The stretch of time that is told. */
export function timeOf({ from, to }: Pick<SloHistory, 'from' | 'to'>): TimeWindow {
  return { fromMs: Date.parse(from), toMs: Date.parse(to) };
}

/** Neighbouring steps for which something holds, as one stretch each. */
export function stretchesWhere<P>(steps: readonly StepOf<P>[], holds: (point: P) => boolean): readonly TimeWindow[] {
  const stretches: TimeWindow[] = [];
  for (const { point, fromMs, toMs } of steps) {
    if (!holds(point)) continue;
    const last = stretches.at(-1);
    if (last?.toMs === fromMs) stretches[stretches.length - 1] = { fromMs: last.fromMs, toMs };
    else stretches.push({ fromMs, toMs });
  }
  return stretches;
}
