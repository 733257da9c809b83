import type { ArrivedAttempts } from './arrived-attempts.js';

/**
 * Of which SLOs an evaluation has something new to say. Without, its windows have only become
 * shorter at their old end: a burn rate that changes by that changes because data is missing.
 */
export class News {
  #before: ArrivedAttempts | null = null;

  /** Takes in one evaluation. */
  since(arrived: ArrivedAttempts): (slo: number) => boolean {
    const before = this.#before;
    const now = arrived.copy();
    this.#before = now;
    return (slo) => now.isNewSince(before, slo);
  }
}
