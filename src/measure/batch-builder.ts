import type { AttemptBatch, ConnectionNews, ProberHealth, SecondTry } from '../domain/attempt-batch.js';
import type { StubStep } from '../domain/failure-evidence.js';
import { outcomeCode, type Outcome } from '../domain/outcome.js';
import type { Series } from '../domain/series.js';
import type { OpenedConnection } from './attempt.js';
import { FailureLog, type LoggedFailure } from './failure-log.js';
import { GrowingColumn } from './growing-column.js';
import { StubLog } from './stub/stub-log.js';

/** Collects attempts as columns until a batch is taken. */
export class BatchBuilder {
  readonly #indexOf = new Map<Series, number>();
  readonly #seriesIndex = new GrowingColumn();
  readonly #scheduledAtMs = new GrowingColumn();
  readonly #outcome = new GrowingColumn();
  readonly #rttUs = new GrowingColumn();
  readonly #sendLagUs = new GrowingColumn();
  readonly #loopLagUs = new GrowingColumn();
  readonly #phaseRow = new GrowingColumn();
  readonly #connectUs = new GrowingColumn();
  readonly #tlsUs = new GrowingColumn();
  readonly #queryUs = new GrowingColumn();
  readonly #connections = new Map<string, ConnectionNews>();
  readonly #stubs = new StubLog();
  readonly #failures = new FailureLog();
  #suspicious = 0;
  #clamped = 0;

  get rows(): number {
    return this.#outcome.length;
  }

  /** `rttUs` is `null` where no reply came. */
  addAttempt(series: Series, scheduledAtMs: number, outcome: Outcome, rttUs: number | null): void {
    this.#seriesIndex.push(this.#index(series));
    this.#scheduledAtMs.push(scheduledAtMs);
    this.#outcome.push(outcomeCode(outcome));
    this.#rttUs.push(rttUs ?? NaN);
  }

  /** Of the attempt that was added last: it opened this connection. */
  addConnection({ probe, resolver }: Series, opened: OpenedConnection): void {
    this.#phaseRow.push(this.rows - 1);
    this.#connectUs.push(opened.connectUs ?? NaN);
    this.#tlsUs.push(opened.tlsUs ?? NaN);
    this.#queryUs.push(opened.queryUs ?? NaN);
    this.#changeConnections({ probe, resolver }, (before) => ({
      opened: before.opened + 1,
      reopened: before.reopened + (opened.isReopened ? 1 : 0),
      certificateExpiresAtMs: opened.certificateExpiresAtMs ?? before.certificateExpiresAtMs,
    }));
  }

  /** Its query was asked twice. */
  addSecondTry({ probe, resolver }: Series, why: SecondTry): void {
    this.#changeConnections({ probe, resolver }, ({ askedAgain }) => ({
      askedAgain: { ...askedAgain, [why]: askedAgain[why] + 1 },
    }));
  }

  addStub(series: Series, steps: readonly StubStep[]): void {
    this.#stubs.add(series, steps);
  }

  addFailure(series: Series, failure: LoggedFailure): void {
    this.#failures.add(series, failure);
  }

  addSendLag(lagMs: number): void {
    this.#sendLagUs.push(Math.max(0, lagMs * 1e3));
  }

  addLoopLag(lagMs: number): void {
    this.#loopLagUs.push(Math.max(0, lagMs * 1e3));
  }

  addSuspicious(): void {
    this.#suspicious++;
  }

  addClamped(): void {
    this.#clamped++;
  }

  /** Everything since the last take; the builder is empty afterwards. */
  take(finalBeforeMs: number, receiveClock: ProberHealth['receiveClock']): AttemptBatch {
    const batch: AttemptBatch = {
      series: [...this.#indexOf.keys()],
      seriesIndex: Uint32Array.from(this.#seriesIndex.take()),
      scheduledAtMs: this.#scheduledAtMs.take(),
      outcome: Uint8Array.from(this.#outcome.take()),
      rttUs: this.#rttUs.take(),
      phases: {
        row: Uint32Array.from(this.#phaseRow.take()),
        connectUs: this.#connectUs.take(),
        tlsUs: this.#tlsUs.take(),
        queryUs: this.#queryUs.take(),
      },
      ...this.#failures.take(),
      connections: [...this.#connections.values()],
      stubs: this.#stubs.take(),
      finalBeforeMs,
      health: {
        sendLagUs: this.#sendLagUs.take(),
        loopLagUs: this.#loopLagUs.take(),
        suspicious: this.#suspicious,
        clamped: this.#clamped,
        receiveClock,
      },
    };
    this.#indexOf.clear();
    this.#connections.clear();
    this.#suspicious = 0;
    this.#clamped = 0;
    return batch;
  }

  #changeConnections(
    of: Pick<ConnectionNews, 'probe' | 'resolver'>,
    change: (before: ConnectionNews) => Partial<ConnectionNews>,
  ): void {
    const key = `${of.probe}\u001f${of.resolver}`;
    const before = this.#connections.get(key) ?? { ...of, ...NO_NEWS };
    this.#connections.set(key, { ...before, ...change(before) });
  }

  #index(series: Series): number {
    const known = this.#indexOf.get(series);
    if (known !== undefined) return known;
    const index = this.#indexOf.size;
    this.#indexOf.set(series, index);
    return index;
  }
}

const NO_NEWS = {
  opened: 0,
  reopened: 0,
  askedAgain: { closed: 0, unprocessed: 0 },
  certificateExpiresAtMs: null,
} as const;
