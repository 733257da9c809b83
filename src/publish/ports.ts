/** Messages that must leave the daemon exactly once, kept in the store until the other side has taken them. */
export interface Outbox {
  /**
   * Adds entries and moves the channel's watermark in one transaction: after a crash either both
   * happened or neither. The watermark is how far everything has been enqueued: a number that rises with what
   * the channel is fed from, such as a time or a position.
   */
  enqueue(channel: string, entries: readonly NewOutboxEntry[], watermark: number): Promise<void>;
  watermark(channel: string): Promise<number | null>;
  /** Alerts that were enqueued while they were not over, and whose end was not, by `uid`. */
  openAlerts(channel: string): Promise<ReadonlySet<string>>;
  /** The oldest entries that are not parked, in order of `timeMs`, then of insertion. */
  next(channel: string, limit: number): Promise<readonly OutboxEntry[]>;
  remove(ids: readonly number[]): Promise<void>;
  /** Keeps entries the other side refuses for good, out of the way, with the reason. */
  park(ids: readonly number[], reason: string): Promise<void>;
  /** Removes entries (parked ones too) older than `timeMs`; returns how many that were not parked. */
  dropBefore(channel: string, timeMs: number): Promise<number>;
  depth(
    channel: string,
  ): Promise<{ readonly count: number; readonly parked: number; readonly oldestMs: number | null }>;
}

export interface NewOutboxEntry {
  readonly timeMs: number;
  /** JSON. */
  readonly payload: string;
  /** The alert that it tells of; absent where it tells of none. */
  readonly alert?: { readonly uid: string; readonly isOver: boolean };
}

export interface OutboxEntry extends Omit<NewOutboxEntry, 'alert'> {
  readonly id: number;
}

/** The last address of a host name at which it could be reached. */
export interface GoodAddresses {
  lastGood(host: string): Promise<string | null>;
  saveGood(host: string, address: string): Promise<void>;
}
