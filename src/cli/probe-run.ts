import type { AttemptResult } from '../measure/attempt-result.js';
import { measureSideBySide, type MeasuredSideBySide } from '../measure/measure-side-by-side.js';
import { compareRounds } from './probe-comparison.js';
import type { ProbeRequest } from './probe-request.js';
import type { ProbeReport } from './probe-result.js';
import { ProbeSummary } from './probe-summary.js';
import { RoundLog } from './round-log.js';

export interface ProbeRunOptions {
  readonly isCompared: boolean;
  /** Nothing more is sent, and what is known is reported. */
  readonly signal: AbortSignal;
  /** By resolver, before the first attempt. */
  readonly onStart: (summaries: readonly ProbeSummary[]) => void;
  /** Called after the summary knows of the attempt. */
  readonly onAttempt: (attempt: AttemptResult, position: number) => void;
}

/** Measures what is requested, and reports. Rejects with `MeasureError` for a query that cannot be asked. */
export async function runProbe(request: ProbeRequest, options: ProbeRunOptions): Promise<ProbeReport> {
  const { isCompared, signal } = options;
  const lanes = request.resolvers.map(() => new ProbeLane(request.count, isCompared));
  options.onStart(lanes.map(({ summary }) => summary));
  const measured = await measureSideBySide({
    ...request,
    keepsReplies: request.count === 1,
    signal,
    onSend: (position) => lanes[position]?.summary.noteSent(),
    onAttempt: (attempt, position) => {
      lanes[position]?.record(attempt);
      options.onAttempt(attempt, position);
    },
  });
  return reportOf(request, lanes, measured, isCompared);
}

/** What is kept of one resolver's attempts. */
class ProbeLane {
  readonly summary = new ProbeSummary();
  readonly rounds: RoundLog;
  only: AttemptResult | null = null;
  readonly #isSingle: boolean;
  readonly #isCompared: boolean;

  constructor(count: number, isCompared: boolean) {
    this.rounds = new RoundLog(isCompared ? count : 0);
    this.#isSingle = count === 1;
    this.#isCompared = isCompared;
  }

  record(attempt: AttemptResult): void {
    this.summary.record(attempt);
    if (this.#isCompared) this.rounds.record(attempt.index, attempt.outcome, attempt.rttUs);
    if (this.#isSingle) this.only = attempt;
  }
}

function reportOf(
  request: ProbeRequest,
  lanes: readonly ProbeLane[],
  { clock, suspicious }: MeasuredSideBySide,
  isCompared: boolean,
): ProbeReport {
  const comparisons = isCompared ? compareRounds(lanes.map(({ rounds }) => rounds)) : [];
  const results = request.resolvers.flatMap((resolver, position) => {
    const lane = lanes[position];
    if (lane === undefined) return [];
    const { summary, only } = lane;
    const comparison = comparisons[position] ?? null;
    return [{ resolver, summary, suspicious: suspicious[position] ?? 0, comparison, only }];
  });
  return { request, clock, results };
}
