import { MINUTE_MS, type Clock } from '../../domain/clock.js';
import type { Log } from '../../domain/log.js';
import type { Outbox, OutboxEntry } from '../ports.js';
import { backOffMs } from './back-off.js';
import { DeliveryReporter, type DeliveryCounts } from './delivery-reporter.js';
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
  /** The other side does not accept entries older than this: they are dropped, counted and reported. */
  readonly maxAgeMs: number;
  /** Time from the beginning of one hand-over to that of the next. */
  readonly paceMs: () => number;
  readonly clock: Clock;
  readonly sleep: Sleep;
  /** In [0, 1), for jitter. */
  readonly random: () => number;
  readonly log: Log;
}

const HOLD_MS = 5 * MINUTE_MS;
const PRUNE_EVERY_MS = MINUTE_MS;
const STOP_GRACE_MS = 2_000;

/**
 * Empties one channel of the outbox, strictly in its order: one entry at a time, the next one only
 * when the former was taken, refused or dropped. Nothing ends it but `stop()`: a failing network
 * and a failing store are waited out.
 */
export class OutboxDelivery {
  readonly #options: OutboxDeliveryOptions;
  readonly #reporter: DeliveryReporter;
  readonly #stop = new AbortController();
  /** Aborting it ends the wait for work. */
  #idle: AbortController | null = null;
  #wasWoken = false;
  #loop: Promise<void> | null = null;
  #failuresInARow = 0;
  #nextPruneMs = 0;
  /** What the store must still be told of the last entry that was taken or refused. */
  #unsettled: (() => Promise<void>) | null = null;

  constructor(options: OutboxDeliveryOptions) {
    this.#options = options;
    this.#reporter = new DeliveryReporter(options.channel, options.clock, options.log);
  }

  start(): void {
    this.#loop ??= this.#run();
  }

  /** Ends after the hand-over under way, which gets 2 s; what is not handed over stays in the outbox. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#idle?.abort();
    await this.#loop;
  }

  /** Says that there may be a new entry. */
  wake(): void {
    this.#wasWoken = true;
    this.#idle?.abort();
  }

  counts(): DeliveryCounts {
    return this.#reporter.counts();
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      this.#wasWoken = false;
      const pauseMs = await this.#turnOrBackOff();
      if (pauseMs === null) await this.#waitForWork();
      else await this.#options.sleep(pauseMs, this.#stop.signal);
    }
  }

  async #waitForWork(): Promise<void> {
    if (this.#wasWoken || this.#stop.signal.aborted) return;
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
    const entry = await this.#oldestAcceptable();
    if (entry === undefined || this.#stop.signal.aborted) return null;
    const startedAtMs = this.#options.clock.nowMs();
    return this.#conclude(entry, await this.#handOver(entry), startedAtMs);
  }

  async #oldestAcceptable(): Promise<OutboxEntry | undefined> {
    const { outbox, channel, clock, maxAgeMs } = this.#options;
    const oldestKeptMs = clock.nowMs() - maxAgeMs;
    const [entry] = await outbox.next(channel, 1);
    const isTooOld = entry !== undefined && entry.timeMs < oldestKeptMs;
    if (!isTooOld && clock.nowMs() < this.#nextPruneMs) return entry;
    const dropped = await outbox.dropBefore(channel, oldestKeptMs);
    this.#nextPruneMs = clock.nowMs() + PRUNE_EVERY_MS;
    if (dropped === 0) return entry;
    this.#reporter.dropped(dropped);
    return (await outbox.next(channel, 1))[0];
  }

  async #handOver(entry: OutboxEntry): Promise<Delivered> {
    const over = new AbortController();
    const giveUp = new AbortController();
    const onStop = (): void => void this.#options.sleep(STOP_GRACE_MS, over.signal).then(() => giveUp.abort());
    this.#stop.signal.addEventListener('abort', onStop);
    try {
      return await this.#options.deliver(entry, giveUp.signal);
    } finally {
      over.abort();
      this.#stop.signal.removeEventListener('abort', onStop);
    }
  }

  async #conclude(entry: OutboxEntry, delivered: Delivered, startedAtMs: number): Promise<number> {
    const { outbox, clock, random } = this.#options;
    switch (delivered.kind) {
      case 'retry':
        return this.#backOff(delivered.cause, delivered.notBeforeMs - clock.nowMs());
      case 'hold':
        this.#reporter.failed(delivered.reason);
        return HOLD_MS * (1 - random() / 2);
      case 'taken':
        this.#reporter.taken();
        this.#unsettled = () => outbox.remove([entry.id]);
        return this.#goOn(startedAtMs);
      case 'refused':
        this.#reporter.refused(delivered.reason);
        this.#unsettled = () => outbox.park([entry.id], delivered.reason);
        return this.#goOn(startedAtMs);
      default:
        return delivered satisfies never;
    }
  }

  async #goOn(startedAtMs: number): Promise<number> {
    await this.#settle();
    this.#reporter.recovered();
    this.#failuresInARow = 0;
    // A clock that was set back must not stretch the pause.
    const elapsedMs = Math.max(0, this.#options.clock.nowMs() - startedAtMs);
    return Math.max(0, this.#options.paceMs() - elapsedMs);
  }

  /** What was taken must leave the outbox before anything else is handed over, or it would be handed over again. */
  async #settle(): Promise<void> {
    await this.#unsettled?.();
    this.#unsettled = null;
  }

  #backOff(cause: string, atLeastMs: number): number {
    this.#reporter.failed(cause);
    this.#failuresInARow++;
    return Math.max(atLeastMs, backOffMs(this.#failuresInARow, this.#options.random));
  }
}
