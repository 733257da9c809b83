import type { PublicRecords } from '../../domain/public-records.js';
import type { Snapshot } from '../../domain/snapshot.js';

/** Everything the public site is made of at one instant, as plain values. Nothing internal is in it. */
export interface Site {
  /** Public SLOs only; `null` before the first evaluation. */
  readonly snapshot: Snapshot | null;
  readonly records: PublicRecords;
  /** Age of the snapshot where it is too old to be called current, in whole minutes; else `null`. */
  readonly staleForMs: number | null;
  /** When this was put together. */
  readonly nowMs: number;
}
