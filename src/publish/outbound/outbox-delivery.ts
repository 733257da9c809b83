import type { Clock } from '../../domain/clock.js';
import { MINUTE_MS } from '../../domain/clock.js';
import type { Log } from '../../domain/log.js';
import type { Outbox, OutboxEntry } from '../ports.js';
import { backOffMs } from './back-off.js';
import { errorCode } from './error-text.js';
import type { Sleep } from './sleep.js';

/** What became of handing one entry over. */
export type Delivered =
  | { readonly kind: 'taken' }
  /** Something passing: the same entry again, after a back-off and no sooner than asked. */
  | { readonly kind: 'retry'; readonly cause: string; readonly notBeforeMs: number }
  /** Every entry would be refused until an operator mends something: the same entry again, seldom. */
  | { readonly kind: 'hold'; readonly reason: string }
  /** This very entry is refused for good: it is put aside. */
  | { readonly kind: 'refused'; readonly reason: string };

export interface OutboxDeliveryOptions {
  readonly channel: string;
  readonly outbox: Outbox;
  /** Hands one entry over; must not reject. The signal aborts when the daemon cannot wait any longer. */
  readonly deliver: (entry: OutboxEntry, signal: AbortSignal) => Promise<Delivered>;
  /** The other side does not store entries older than this: they are dropped, counted and reported. */
  readonly maxAgeMs: number;
  /** Time from the beginning of one hand-over to that of the next. */
  readonly paceMs: () => number;
  readonly clock: Clock;
  readonly sleep: Sleep;
  /** In [0, 1), for jitter. */
  readonly random: () => number;
  readonly log: Log;
}

/** What became of the entries since the daemon started. */
export interface DeliveryCounts {
  readonly taken: number;
  /** Hand-overs that failed and were or will be tried again. */
  readonly failures: number;
  readonly refused: number;
  readonly dropped: number;
}

const HOLD_MS = 5 * MINUTE_MS;
const PRUNE_EVERY_MS = MINUTE_MS;
const STOP_GRACE_MS = 2_000;

/**
 * Empties one channel of the outbox, strictly in its order: one entry at a time, the next one only
 * when the former was taken, refused or dropped. Nothing ends it but `stop()`: a failing network
 * and a failing store are waited out. Each trouble is logged when it begins and when it is over.
 */
export class OutboxDelivery {
  readonly #options: OutboxDeliveryOptions;
  readonly #stop = new AbortController();
  /** The wait under way: aborted by `stop()`, and by `wake()` where it waits for work. */
  #idle: AbortController | null = null;
  #woken = false;
  #loop: Promise<void> | null = null;
  #failuresInARow = 0;
  #trouble: { readonly text: string; readonly sinceMs: number } | null = null;
  #refusal: string | null = null;
  #nextPruneMs = 0;
  /** Settled with the other side, not yet in the store. */
  #unsettled: (() => Promise<void>) | null = null;
  #counts = { taken: 0, failures: 0, refused: 0, dropped: 0 };

  constructor(options: OutboxDeliveryOptions) {
    this.#options = options;
  }

  start(): void {
    this.#loop ??= this.#run();
  }

  /** Ends after the hand-over under way, or 2 s later; what is not handed over stays in the outbox. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#idle?.abort();
    await this.#loop;
  }

  /** Says that there may be a new entry. */
  wake(): void {
    this.#woken = true;
    this.#idle?.abort();
  }

  counts(): DeliveryCounts {
    return { ...this.#counts };
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      this.#woken = false;
      const pauseMs = await this.#turnOrBackOff();
      if (pauseMs === null) await this.#waitForWork();
      else await this.#options.sleep(pauseMs, this.#stop.signal);
    }
  }

  async #waitForWork(): Promise<void> {
    if (this.#woken || this.#stop.signal.aborted) return;
    this.#idle = new AbortController();
    await this.#options.sleep(PRUNE_EVERY_MS, this.#idle.signal);
    this.#idle = null;
  }

  /** One turn; how long to pause then, `null` until there is work. */
  async #turnOrBackOff(): Promise<number | null> {
    try {
      return await this.#turn();
    } catch (error) {
      return this.#backOff(`the outbox failed: ${errorCode(error)}`, 0);
    }
  }

  async #turn(): Promise<number | null> {
    await this.#settle();
    const { outbox, channel, deliver } = this.#options;
    const oldestKeptMs = this.#options.clock.nowMs() - this.#options.maxAgeMs;
    let [entry] = await outbox.next(channel, 1);
    if (await this.#prune(entry, oldestKeptMs)) [entry] = await outbox.next(channel, 1);
    if (entry === undefined) return null;
    const startedAtMs = this.#options.clock.nowMs();
    const { signal, release } = this.#signalForHandOver();
    return this.#conclude(entry, await deliver(entry, signal).finally(release), startedAtMs);
  }

  async #conclude(entry: OutboxEntry, delivered: Delivered, startedAtMs: number): Promise<number> {
    const { outbox, clock } = this.#options;
    switch (delivered.kind) {
      case 'taken':
        this.#counts.taken++;
        this.#unsettled = () => outbox.remove([entry.id]);
        this.#refusal = null;
        break;
      case 'refused':
        this.#counts.refused++;
        this.#unsettled = () => outbox.park([entry.id], delivered.reason);
        this.#reportRefusal(delivered.reason);
        break;
      case 'retry':
        return this.#backOff(delivered.cause, delivered.notBeforeMs - clock.nowMs());
      case 'hold':
        return this.#hold(delivered.reason);
      default:
        delivered satisfies never;
    }
    await this.#settle();
    this.#recovered();
    // A clock set back must not stretch the pause.
    return Math.max(0, this.#options.paceMs() - Math.max(0, clock.nowMs() - startedAtMs));
  }

  /** What the other side has taken must leave the outbox before anything else is sent, or it would be sent again. */
  async #settle(): Promise<void> {
    await this.#unsettled?.();
    this.#unsettled = null;
  }

  async #prune(oldest: OutboxEntry | undefined, beforeMs: number): Promise<boolean> {
    const { clock, outbox, channel, log, maxAgeMs } = this.#options;
    const isDue = clock.nowMs() >= this.#nextPruneMs;
    if (!isDue && (oldest === undefined || oldest.timeMs >= beforeMs)) return false;
    const dropped = await outbox.dropBefore(channel, beforeMs);
    this.#nextPruneMs = clock.nowMs() + PRUNE_EVERY_MS;
    if (dropped === 0) return false;
    this.#counts.dropped += dropped;
    log.warn(
      { channel, dropped, maxAgeMs },
      'dropped entries that are too old to be accepted: their data is lost there',
    );
    return true;
  }

  #backOff(cause: string, atLeastMs: number): number {
    this.#begin(cause);
    this.#counts.failures++;
    this.#failuresInARow++;
    return Math.max(atLeastMs, backOffMs(this.#failuresInARow, this.#options.random));
  }

  #hold(reason: string): number {
    this.#begin(reason);
    this.#counts.failures++;
    return HOLD_MS * (1 - this.#options.random() / 2);
  }

  #begin(text: string): void {
    const { channel, log, clock } = this.#options;
    const isNew = this.#trouble === null || this.#trouble.text !== text;
    if (isNew) log.warn({ channel, cause: text }, 'cannot deliver; it is kept and tried again');
    this.#trouble = { text, sinceMs: this.#trouble?.sinceMs ?? clock.nowMs() };
  }

  #recovered(): void {
    const { channel, log, clock } = this.#options;
    if (this.#trouble !== null) {
      log.info({ channel, afterMs: Math.round(clock.nowMs() - this.#trouble.sinceMs) }, 'delivers again');
    }
    this.#trouble = null;
    this.#failuresInARow = 0;
  }

  #reportRefusal(reason: string): void {
    const { channel, log } = this.#options;
    if (reason !== this.#refusal) log.error({ channel, reason }, 'an entry was refused and put aside');
    this.#refusal = reason;
  }

  #signalForHandOver(): { readonly signal: AbortSignal; readonly release: () => void } {
    const controller = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const onStop = (): void => {
      timer = setTimeout(() => controller.abort(), STOP_GRACE_MS);
    };
    this.#stop.signal.addEventListener('abort', onStop);
    const release = (): void => {
      clearTimeout(timer);
      this.#stop.signal.removeEventListener('abort', onStop);
    };
    return { signal: controller.signal, release };
  }
}
