import type { FailureEvidence, FailureLoss } from '../domain/failure-evidence.js';
import { seriesKey } from '../domain/series.js';

/** While nothing can be written, the latest are kept and the others counted: some megabytes at most. */
const MOST = 1024;

/** What is to be written about failures. */
export interface FailuresToWrite {
  /** In the order in which they became known. */
  readonly failures: readonly FailureEvidence[];
  /** What is known of others, whose evidence is not kept. */
  readonly losses: readonly FailureLoss[];
}

/** What became known of failures and is not written yet. */
export class PendingFailures {
  #failures: FailureEvidence[] = [];
  readonly #losses = new Map<string, FailureLoss>();

  add({ failures, losses }: FailuresToWrite): void {
    this.#failures.push(...failures);
    for (const loss of losses) this.#lose(loss);
    this.#dropOldest();
  }

  take(): FailuresToWrite {
    const taken = { failures: this.#failures, losses: [...this.#losses.values()] };
    this.#failures = [];
    this.#losses.clear();
    return taken;
  }

  /** What was taken could not be written. */
  putBack({ failures, losses }: FailuresToWrite): void {
    this.#failures = [...failures, ...this.#failures];
    for (const loss of losses) this.#lose(loss);
    this.#dropOldest();
  }

  /** What was taken is not kept, but counted. */
  giveUp({ failures, losses }: FailuresToWrite): void {
    for (const loss of [...losses, ...failures.map(lossOf)]) this.#lose(loss);
  }

  #dropOldest(): void {
    const dropped = this.#failures.splice(0, Math.max(0, this.#failures.length - MOST));
    for (const failure of dropped) this.#lose(lossOf(failure));
  }

  #lose(loss: FailureLoss): void {
    const key = `${seriesKey(loss.series)}\u001f${loss.outcome}`;
    const { pushedOut, expired, lastMs } = this.#losses.get(key) ?? NOTHING;
    this.#losses.set(key, {
      ...loss,
      pushedOut: pushedOut + loss.pushedOut,
      expired: expired + loss.expired,
      lastMs: Math.max(lastMs, loss.lastMs),
    });
  }
}

const NOTHING = { pushedOut: 0, expired: 0, lastMs: -Infinity } as const;

function lossOf({ series, outcome, scheduledAtMs }: FailureEvidence): FailureLoss {
  return { series, outcome, pushedOut: 1, expired: 0, lastMs: scheduledAtMs };
}
