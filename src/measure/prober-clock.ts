import { performance } from 'node:perf_hooks';

/** The two clocks of measuring: durations are taken from the one that nobody sets. */
export interface ProberClock {
  /** Milliseconds (with fractions) since some fixed instant; never set, never goes back. */
  readonly monotonicMs: () => number;
  /** Milliseconds since the Unix epoch; may be set at any time. */
  readonly wallMs: () => number;
}

export const proberClock: ProberClock = {
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now(),
};
