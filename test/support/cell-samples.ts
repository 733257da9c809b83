import type { AttemptBatch } from '../../src/domain/attempt-batch.js';
import type { Phase } from '../../src/domain/phase.js';
import type { Cell } from '../../src/domain/cell.js';
import { MINUTE_MS } from '../../src/domain/clock.js';
import type { FailureEvidence } from '../../src/domain/failure-evidence.js';
import { encodeMinuteSet } from '../../src/domain/minute-set.js';
import { NO_OUTCOMES, type Outcome, outcomeCode, validCount } from '../../src/domain/outcome.js';
import type { Series } from '../../src/domain/series.js';
import { RttHistogram } from '../../src/histogram/rtt-histogram.js';
import { phaseHistograms } from '../../src/record/phase-histograms.js';

export function seriesNamed(resolver: string): Series {
  return { vantage: 'tokyo', probe: 'public', resolver, query: 'www' };
}

/** A minute of one series: an answered attempt for each RTT, and other outcomes without one. */
export function minuteCell(of: {
  readonly seriesId?: number;
  readonly startMs: number;
  readonly rttsUs?: readonly number[];
  readonly others?: Partial<Record<Outcome, number>>;
  readonly phasesUs?: Partial<Record<Phase, readonly number[]>>;
}): Cell {
  const { seriesId = 1, startMs, rttsUs = [], others = {}, phasesUs = {} } = of;
  const counts = { ...NO_OUTCOMES, ...others, answered: rttsUs.length };
  return {
    seriesId,
    startMs,
    source: 0,
    counts,
    answered: histogramOf(rttsUs),
    otherReplies: null,
    coveredMinutes: encodeMinuteSet(validCount(counts) > 0 ? [0] : []),
    phases: phaseHistograms((phase) => histogramOf(phasesUs[phase] ?? [])),
  };
}

function histogramOf(timesUs: readonly number[]): Uint8Array | null {
  const histogram = new RttHistogram();
  for (const us of timesUs) histogram.record(us);
  return timesUs.length === 0 ? null : histogram.toBytes();
}

export interface SampleAttempt {
  readonly series?: Series;
  readonly atMs: number;
  readonly outcome?: Outcome;
  readonly rttUs?: number;
  readonly phasesUs?: Partial<Record<Phase, number>>;
}

/** A batch of attempts; without an outcome they are answered in 1 ms. Final up to the minute after its last attempt, unless said otherwise. */
export function batchOf(
  attempts: readonly SampleAttempt[],
  finalBeforeMs?: number,
  failures: readonly FailureEvidence[] = [],
): AttemptBatch {
  const series = [...new Set(attempts.map((attempt) => attempt.series ?? DEFAULT_SERIES))];
  const lastMs = Math.max(0, ...attempts.map(({ atMs }) => atMs));
  return {
    series,
    seriesIndex: Uint32Array.from(attempts, (attempt) => series.indexOf(attempt.series ?? DEFAULT_SERIES)),
    scheduledAtMs: Float64Array.from(attempts, ({ atMs }) => atMs),
    outcome: Uint8Array.from(attempts, ({ outcome = 'answered' }) => outcomeCode(outcome)),
    rttUs: Float64Array.from(
      attempts,
      ({ outcome = 'answered', rttUs }) => rttUs ?? (outcome === 'answered' ? 1000 : NaN),
    ),
    phases: phaseColumns(attempts),
    failures,
    losses: [],
    connections: [],
    stubs: [],
    finalBeforeMs: finalBeforeMs ?? Math.floor(lastMs / MINUTE_MS) * MINUTE_MS,
    health: {
      sendLagUs: new Float64Array(),
      loopLagUs: new Float64Array(),
      suspicious: 0,
      clamped: 0,
      receiveClock: 'user',
    },
  };
}

function phaseColumns(attempts: readonly SampleAttempt[]): AttemptBatch['phases'] {
  const rows = [...attempts.keys()].filter((row) => attempts[row]?.phasesUs !== undefined);
  const column = (phase: Phase) => Float64Array.from(rows, (row) => attempts[row]?.phasesUs?.[phase] ?? NaN);
  return { row: Uint32Array.from(rows), connectUs: column('connect'), tlsUs: column('tls'), queryUs: column('query') };
}

const DEFAULT_SERIES = seriesNamed('ns1');
