import type { FailureEvidence, FailureLoss } from './failure-evidence.js';
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
  /** Parts of some attempts' time. */
  readonly phases: PhaseColumns;
  /** Of the attempts that were not answered a bounded choice, not all of them. */
  readonly failures: readonly FailureEvidence[];
  /** The others. */
  readonly losses: readonly FailureLoss[];
  /** What happened to connections since the last batch; resolvers without streams are missing. */
  readonly connections: readonly ConnectionNews[];
  /** Whom stubs asked since the last batch. */
  readonly stubs: readonly StubNews[];
  /** Every attempt scheduled before this time is in this batch or an earlier one. */
  readonly finalBeforeMs: number;
  readonly health: ProberHealth;
}

/**
 * Parts of an attempt's time, in microseconds; NaN where it had no such part. Only attempts that
 * opened a connection have any: `connect` and (DoT, DoH) `tls`; those of a cold one that got a reply
 * have `query` as well.
 */
export interface PhaseColumns {
  /** Which row of the batch. */
  readonly row: Uint32Array;
  readonly connectUs: Float64Array;
  readonly tlsUs: Float64Array;
  readonly queryUs: Float64Array;
}

/**
 * Why a query over a stream was asked a second time: a kept connection that had worked was `closed`
 * under it (RFC 7766 §6.2.4), or the other side guaranteed that it was `unprocessed` (RFC 9113 §8.7).
 */
export const SECOND_TRIES = ['closed', 'unprocessed'] as const;
export type SecondTry = (typeof SECOND_TRIES)[number];

/** Connections of one resolver (DoT, DoH, TCP) as one probe asks it. */
export interface ConnectionNews {
  readonly probe: string;
  readonly resolver: string;
  /** Opened since the last batch, those below included. */
  readonly opened: number;
  /** Of those, the ones that replaced a kept connection before its age: the other side had ended it. */
  readonly reopened: number;
  /** Queries that were asked a second time, whatever became of them, by the reason. */
  readonly askedAgain: Readonly<Record<SecondTry, number>>;
  /** When the certificate seen last expires, milliseconds since the epoch; `null` if none was seen. */
  readonly certificateExpiresAtMs: number | null;
}

/** What one resolver did for one stub. */
export interface StubNews {
  readonly probe: string;
  readonly stub: string;
  readonly resolver: string;
  /** Queries that it got. */
  readonly asked: number;
  /** Resolutions that it ended with what was expected. */
  readonly answered: number;
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
