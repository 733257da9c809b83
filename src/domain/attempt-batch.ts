import type { Series } from './series.js';

/**
 * What the prober learned since its last batch, as columns: row i of each array is one attempt.
 * Arrays may be transferred between threads. An attempt appears in exactly one batch, once its
 * outcome is known.
 */
export interface AttemptBatch {
  /** The series of this batch; `seriesIndex` points in here. */
  readonly series: readonly Series[];
  readonly seriesIndex: Uint32Array;
  /** Scheduled send time, milliseconds since the epoch: it decides the attempt's minute. */
  readonly scheduledAtMs: Float64Array;
  /** Codes of `OUTCOMES`. */
  readonly outcome: Uint8Array;
  /** Round-trip time in microseconds of a reply; NaN where none came. */
  readonly rttUs: Float64Array;
  /** Every attempt scheduled before this time is in this batch or an earlier one. */
  readonly finalBeforeMs: number;
  readonly health: ProberHealth;
}

/** How well the prober itself did, beside what it measured. */
export interface ProberHealth {
  /** Actual minus scheduled send time of each attempt sent since the last batch, in microseconds. */
  readonly sendLagUs: Float64Array;
  /** How late the prober's own timers fired since the last batch, in microseconds. */
  readonly loopLagUs: Float64Array;
  /** Datagrams ignored for a wrong id, question or source address. */
  readonly suspicious: number;
  /** RTTs that were clamped into 1 µs … 60 s. */
  readonly clamped: number;
  /** Whose clock receive times come from. */
  readonly receiveClock: 'kernel' | 'user';
}
