import { type Phase, PHASES } from '../domain/phase.js';
import type { FailureEvidence } from '../domain/failure-evidence.js';
import type { Outcome } from '../domain/outcome.js';
import type { AttemptResult } from '../measure/attempt-result.js';
import { type Figures, LatencyFigures } from './latency-figures.js';

/** What the summary needs of an attempt. */
export type ProbeAttempt = Pick<AttemptResult, 'outcome' | 'rttUs' | 'sendLagUs' | 'connection' | 'evidence'>;

/** Microseconds; all `null` where nothing was sent. */
export type LagFigures = Pick<Figures, 'p50' | 'p99' | 'max'>;

/** Of a resolver that is asked over streams. */
export interface ConnectionCounts {
  /** Those below included. */
  readonly opened: number;
  /** Opened because the other side had ended a kept one. */
  readonly reopened: number;
  /** Milliseconds since the epoch; `null` if no certificate was seen. */
  readonly certificateExpiresAtMs: number | null;
}

/** So many failures of each outcome are kept, the last ones. */
const KEPT_FAILURES = 3;

/** What `probe` has measured of one resolver so far. */
export class ProbeSummary {
  readonly #outcomes = new Map<Outcome, number>();
  readonly #failures = new Map<Outcome, (() => FailureEvidence)[]>();
  readonly #rtts = new LatencyFigures();
  readonly #sendLags = new LatencyFigures();
  readonly #phases = new Map<Phase, LatencyFigures>();
  #connections: ConnectionCounts | null = null;
  #count = 0;
  #sent = 0;

  /** Call as an attempt is made; `record` says what became of it. */
  noteSent(): void {
    this.#sent++;
  }

  record(attempt: ProbeAttempt): void {
    const { outcome, rttUs, sendLagUs } = attempt;
    this.#count++;
    this.#outcomes.set(outcome, (this.#outcomes.get(outcome) ?? 0) + 1);
    if (sendLagUs !== null) this.#sendLags.record(sendLagUs);
    if (attempt.connection !== null) this.#recordConnection(attempt.connection);
    if (outcome !== 'answered') this.#keepFailure(outcome, attempt.evidence);
    else if (rttUs !== null) this.#rtts.record(rttUs);
  }

  /** Attempts that were due and made, with an outcome or without one yet. */
  get sent(): number {
    return this.#sent;
  }

  /** Those without an outcome. */
  get awaited(): number {
    return this.#sent - this.#count;
  }

  /** Attempts with an outcome. */
  get count(): number {
    return this.#count;
  }

  /** Attempts but `prober_error`: the denominator of an SLI. */
  get valid(): number {
    return this.#count - (this.#outcomes.get('prober_error') ?? 0);
  }

  get answered(): LatencyFigures {
    return this.#rtts;
  }

  /** Outcomes that happened, the most frequent first. */
  get outcomes(): readonly (readonly [Outcome, number])[] {
    return [...this.#outcomes].sort(([, a], [, b]) => b - a);
  }

  /** Whether there were attempts and each of them was answered. */
  get isAllAnswered(): boolean {
    return this.#count > 0 && this.#outcomes.get('answered') === this.#count;
  }

  /** The last failures of each outcome, in that order. */
  get failures(): readonly FailureEvidence[] {
    return this.outcomes.flatMap(([outcome]) => (this.#failures.get(outcome) ?? []).map((evidence) => evidence()));
  }

  /** Parts of the time of attempts that opened a connection. */
  get phases(): readonly (readonly [Phase, LatencyFigures])[] {
    return PHASES.flatMap((phase) => {
      const figures = this.#phases.get(phase);
      return figures === undefined ? [] : [[phase, figures] as const];
    });
  }

  /** `null` if none was opened. */
  get connections(): ConnectionCounts | null {
    return this.#connections;
  }

  /** Of the answered attempts. */
  rtt(): Figures {
    return this.#rtts.figures();
  }

  /** Percentiles over all valid attempts, failures above every RTT; the rest of the answered ones. */
  rttOfValid(): Figures {
    return this.#rtts.figures(this.valid);
  }

  sendLag(): LagFigures {
    const { p50, p99, max } = this.#sendLags.figures();
    return { p50, p99, max };
  }

  #recordConnection(opened: NonNullable<ProbeAttempt['connection']>): void {
    const { isReopened, connectUs, tlsUs, queryUs, certificateExpiresAtMs } = opened;
    this.#connections = {
      opened: (this.#connections?.opened ?? 0) + 1,
      reopened: (this.#connections?.reopened ?? 0) + (isReopened ? 1 : 0),
      certificateExpiresAtMs: certificateExpiresAtMs ?? this.#connections?.certificateExpiresAtMs ?? null,
    };
    for (const [phase, us] of Object.entries({ connect: connectUs, tls: tlsUs, query: queryUs })) {
      if (us !== null) this.#recordPhase(phase as Phase, us);
    }
  }

  #recordPhase(phase: Phase, us: number): void {
    const figures = this.#phases.get(phase) ?? new LatencyFigures();
    this.#phases.set(phase, figures);
    figures.record(us);
  }

  #keepFailure(outcome: Outcome, evidence: () => FailureEvidence): void {
    const kept = this.#failures.get(outcome) ?? [];
    this.#failures.set(outcome, kept);
    kept.push(evidence);
    if (kept.length > KEPT_FAILURES) kept.shift();
  }
}
