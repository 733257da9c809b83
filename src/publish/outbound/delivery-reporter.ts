import { HOUR_MS, type Clock } from '../../domain/clock.js';
import type { Log } from '../../domain/log.js';

/** What became of the entries since the daemon started. */
export interface DeliveryCounts {
  readonly taken: number;
  /** Hand-overs that failed and were or will be tried again. */
  readonly failures: number;
  readonly refused: number;
  /** Too old to be accepted, so lost to the other side. */
  readonly dropped: number;
}

const LOSS_REPORT_EVERY_MS = HOUR_MS;

/**
 * Counts what happens to one channel, and logs what an operator should know once instead of at
 * every try: a trouble when it begins and ends, a reason of refusal, losses once an hour.
 */
export class DeliveryReporter {
  readonly #channel: string;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #counts = { taken: 0, failures: 0, refused: 0, dropped: 0 };
  #trouble: { readonly cause: string; readonly sinceMs: number } | null = null;
  #refusal: string | null = null;
  #unreportedLoss = 0;
  #nextLossReportMs = 0;

  constructor(channel: string, clock: Clock, log: Log) {
    this.#channel = channel;
    this.#clock = clock;
    this.#log = log;
  }

  counts(): DeliveryCounts {
    return { ...this.#counts };
  }

  taken(): void {
    this.#counts.taken++;
    this.#refusal = null;
  }

  failed(cause: string): void {
    this.#counts.failures++;
    if (this.#trouble?.cause !== cause) {
      this.#log.warn({ channel: this.#channel, cause }, 'cannot deliver; it is kept and tried again');
    }
    this.#trouble = { cause, sinceMs: this.#trouble?.sinceMs ?? this.#clock.nowMs() };
  }

  /** A hand-over was concluded: whatever the trouble was, it is over. */
  recovered(): void {
    if (this.#trouble === null) return;
    const afterMs = Math.round(this.#clock.nowMs() - this.#trouble.sinceMs);
    this.#trouble = null;
    this.#log.info({ channel: this.#channel, afterMs }, 'delivers again');
    this.#reportLoss();
  }

  refused(reason: string): void {
    this.#counts.refused++;
    if (reason !== this.#refusal) {
      this.#log.error({ channel: this.#channel, reason }, 'an entry was refused and put aside');
    }
    this.#refusal = reason;
  }

  dropped(entries: number): void {
    this.#counts.dropped += entries;
    this.#unreportedLoss += entries;
    if (this.#clock.nowMs() >= this.#nextLossReportMs) this.#reportLoss();
  }

  #reportLoss(): void {
    if (this.#unreportedLoss === 0) return;
    const fields = { channel: this.#channel, dropped: this.#unreportedLoss };
    this.#log.error(fields, 'dropped entries that are too old to be accepted: they are lost to the other side');
    this.#unreportedLoss = 0;
    this.#nextLossReportMs = this.#clock.nowMs() + LOSS_REPORT_EVERY_MS;
  }
}
