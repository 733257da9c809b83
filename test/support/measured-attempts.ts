import type { AttemptBatch } from '../../src/domain/attempt-batch.js';
import type { FailureEvidence } from '../../src/domain/failure-evidence.js';
import { type Outcome, outcomeOfCode } from '../../src/domain/outcome.js';

export interface MeasuredAttempt {
  readonly resolver: string;
  readonly query: string;
  readonly scheduledAtMs: number;
  readonly outcome: Outcome;
  /** `null` without a reply. */
  readonly rttUs: number | null;
  /** Microseconds of each part that it had. */
  readonly phases: Readonly<Partial<Record<'connect' | 'tls' | 'query', number>>>;
}

/** Everything that a prober told in its batches. */
export class MeasuredAttempts {
  readonly attempts: MeasuredAttempt[] = [];
  readonly failures: FailureEvidence[] = [];
  readonly connections: AttemptBatch['connections'][number][] = [];
  suspicious = 0;
  receiveClock: 'kernel' | 'user' | null = null;

  add(batch: AttemptBatch): void {
    this.attempts.push(...attemptsOf(batch));
    this.failures.push(...batch.failures);
    this.connections.push(...batch.connections);
    this.suspicious += batch.health.suspicious;
    this.receiveClock = batch.health.receiveClock;
  }

  of(resolver: string, query?: string): MeasuredAttempt[] {
    return this.attempts.filter((each) => each.resolver === resolver && (query ?? each.query) === each.query);
  }

  /** How often each outcome occurred; without a resolver, of all. */
  outcomes(resolver?: string, query?: string): Partial<Record<Outcome, number>> {
    const counts: Partial<Record<Outcome, number>> = {};
    const chosen = resolver === undefined ? this.attempts : this.of(resolver, query);
    for (const { outcome } of chosen) counts[outcome] = (counts[outcome] ?? 0) + 1;
    return counts;
  }

  /** Attempts that count: all but those that this busy machine kept from being made. */
  valid(resolver: string, query?: string): MeasuredAttempt[] {
    return this.of(resolver, query).filter(({ outcome }) => outcome !== 'prober_error');
  }

  /** Outcomes that occurred, those apart that this busy machine is to blame for. */
  validOutcomes(resolver: string, query?: string): Outcome[] {
    return [...new Set(this.valid(resolver, query).map(({ outcome }) => outcome))];
  }
}

function attemptsOf(batch: AttemptBatch): MeasuredAttempt[] {
  const { row, connectUs, tlsUs, queryUs } = batch.phases;
  const phaseRows = new Map([...row].map((attempt, index) => [attempt, index]));
  return [...batch.outcome].map((code, index) => {
    const { resolver, query } = batch.series[batch.seriesIndex[index]!]!;
    const at = phaseRows.get(index);
    const phases = at === undefined ? {} : present({ connect: connectUs[at], tls: tlsUs[at], query: queryUs[at] });
    return {
      resolver,
      query,
      scheduledAtMs: batch.scheduledAtMs[index]!,
      outcome: outcomeOfCode(code),
      rttUs: numberOrNull(batch.rttUs[index]),
      phases,
    };
  });
}

function present(parts: Record<string, number | undefined>): MeasuredAttempt['phases'] {
  return Object.fromEntries(Object.entries(parts).filter(([, us]) => numberOrNull(us) !== null));
}

function numberOrNull(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
