import type { AttemptBatch } from '../../src/domain/attempt-batch.js';
import type { FailureEvidence } from '../../src/domain/failure-evidence.js';
import { outcomeOfCode, type Outcome } from '../../src/domain/outcome.js';
import type { MeasurePlan } from '../../src/domain/probe-definition.js';
import { createProber, type Prober } from '../../src/measure/prober.js';
import { FakeAsker, type FakeAsk } from './dns-fake-asker.js';
import { ProberTime } from './dns-prober-time.js';

export interface ProberRow {
  readonly resolver: string;
  readonly query: string;
  readonly scheduledAtMs: number;
  readonly outcome: Outcome;
  /** NaN without a reply. */
  readonly rttUs: number;
}

export interface ProberRig {
  readonly time: ProberTime;
  readonly prober: Prober;
  readonly asker: FakeAsker;
  readonly batches: AttemptBatch[];
  readonly problems: string[];
  readonly rows: (resolver?: string) => ProberRow[];
  readonly failures: (resolver?: string) => FailureEvidence[];
}

/** What becomes of an attempt. */
export type ProberBehaviour = (ask: FakeAsk, time: ProberTime) => void;

/** A prober on a clock of its own whose attempts end as `behaviour` says. */
export function startProber(plan: MeasurePlan, behaviour: ProberBehaviour): ProberRig {
  const time = new ProberTime();
  const asker = new FakeAsker(time, (ask) => behaviour(ask, time));
  const batches: AttemptBatch[] = [];
  const problems: string[] = [];
  const prober = createProber({
    clock: time,
    timers: time,
    openAsker: () => asker,
    onBatch: (batch) => batches.push(batch),
    onProblem: (problem) => problems.push(problem),
  });
  prober.setPlan(plan);
  const isOf = (wanted: string | undefined, found: string): boolean => wanted === undefined || wanted === found;
  return {
    time,
    prober,
    asker,
    batches,
    problems,
    rows: (resolver) => batches.flatMap(rowsOf).filter((row) => isOf(resolver, row.resolver)),
    failures: (resolver) =>
      batches.flatMap(({ failures }) => failures).filter(({ series }) => isOf(resolver, series.resolver)),
  };
}

/** The attempts of a batch. */
export function rowsOf(batch: AttemptBatch): ProberRow[] {
  return [...batch.outcome].map((code, i) => {
    const { resolver, query } = batch.series[batch.seriesIndex[i]!]!;
    const outcome = outcomeOfCode(code);
    return { resolver, query, scheduledAtMs: batch.scheduledAtMs[i]!, outcome, rttUs: batch.rttUs[i]! };
  });
}
