import type { FailureEvidence } from '../domain/failure-evidence.js';

/** While nothing can be written, the latest are kept and the others forgotten: some megabytes at most. */
const MOST = 1024;

/** Failures that are to be written, in the order in which they became known. */
export class PendingFailures {
  #failures: FailureEvidence[] = [];

  add(failures: readonly FailureEvidence[]): void {
    this.#failures.push(...failures);
    this.#dropOldest();
  }

  take(): readonly FailureEvidence[] {
    const taken = this.#failures;
    this.#failures = [];
    return taken;
  }

  /** What was taken could not be written. */
  putBack(failures: readonly FailureEvidence[]): void {
    this.#failures = [...failures, ...this.#failures];
    this.#dropOldest();
  }

  #dropOldest(): void {
    this.#failures.splice(0, Math.max(0, this.#failures.length - MOST));
  }
}
