/** Spread over its interval, a second's worth may still fall together by the grain of timers and by jitter. */
const BURST_SECONDS = 1.2;

/**
 * At most so many a second on average: what is not taken for a while may be taken at once later, up
 * to a second's worth and `burst`.
 */
export class RateLimit {
  readonly name: string;
  readonly qps: number;
  readonly #most: number;
  #left: number;
  #atMs: number | null = null;

  /** `burst`: how many more may fall together by the schedules that take from it (see `QueryStream`). */
  constructor(name: string, qps: number, burst: number) {
    this.name = name;
    this.qps = qps;
    this.#most = qps * BURST_SECONDS + burst;
    this.#left = this.#most;
  }

  /** Whether one may be sent now. */
  allows(nowMs: number): boolean {
    const sinceMs = nowMs - (this.#atMs ?? nowMs);
    this.#atMs = nowMs;
    this.#left = Math.min(this.#most, this.#left + (sinceMs / 1e3) * this.qps);
    return this.#left >= 1;
  }

  /** One is sent. */
  count(): void {
    this.#left--;
  }
}

/** Counts one more against all of these; the first that allows no more instead, and then it counts against none. */
export function takeAll(limits: readonly RateLimit[], nowMs: number): RateLimit | null {
  for (const limit of limits) if (!limit.allows(nowMs)) return limit;
  for (const limit of limits) limit.count();
  return null;
}
