import type { Clock } from '../../domain/clock.js';
import { MINUTE_MS } from '../../domain/clock.js';
import type { Snapshot } from '../../domain/snapshot.js';

/** Figures older than this are called stale, on the page and by `/healthz`. */
export const STALE_AFTER_MS = MINUTE_MS;

export type Freshness = 'starting' | 'fresh' | 'stale';

/** The snapshot that is shown, and how old it is. */
export class LatestSnapshot {
  readonly #clock: Clock;
  #snapshot: Snapshot | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  set(snapshot: Snapshot): void {
    this.#snapshot = snapshot;
  }

  get(): Snapshot | null {
    return this.#snapshot;
  }

  /** Milliseconds since it was evaluated; `null` while there is none. */
  ageMs(): number | null {
    return this.#snapshot === null ? null : Math.max(0, this.#clock.nowMs() - this.#snapshot.evaluatedAtMs);
  }

  freshness(): Freshness {
    const ageMs = this.ageMs();
    if (ageMs === null) return 'starting';
    return ageMs > STALE_AFTER_MS ? 'stale' : 'fresh';
  }
}
