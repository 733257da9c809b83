import { DAY_MS, isoTime, MINUTE_MS, SECOND_MS, type Clock } from '../../domain/clock.js';
import type { Log } from '../../domain/log.js';
import type { MinuteReport } from '../../domain/minute-report.js';
import type { MackerelConfig } from '../config.js';
import type { OutboundRequest, OutboundResult } from '../outbound/outbound-client.js';
import type { DeliveryCounts } from '../outbound/delivery-reporter.js';
import { OutboxDelivery, type Delivered } from '../outbound/outbox-delivery.js';
import { systemSleep, type Sleep } from '../outbound/sleep.js';
import type { NewOutboxEntry, Outbox, OutboxEntry } from '../ports.js';
import { deliveredAs } from './errors.js';
import type { PointDestination, PostedPoints } from './point-destination.js';
import { readTsdbAnswer } from './tsdb-answer.js';

const POINTS_PER_REQUEST = 100;
const REQUEST_TIMEOUT_MS = 15 * SECOND_MS;
/** Mackerel answers 200 for points older than a day and does not store them; a minute for the way and the clocks. */
const MAX_AGE_MS = DAY_MS - MINUTE_MS;
/** A watermark further ahead than this was set by a wrong clock: heeding it would swallow every minute until then. */
const MAX_AHEAD_MS = 2 * MINUTE_MS;
const PACE_MS = 2 * SECOND_MS;
/** All requests of one minute are spread over no more than this, so that a large one is posted in time and outages drain. */
const MINUTE_SPREAD_MS = 20 * SECOND_MS;

export interface MackerelPosterOptions {
  readonly config: MackerelConfig;
  readonly destination: PointDestination;
  readonly outbox: Outbox;
  readonly client: MackerelHttpClient;
  readonly clock: Clock;
  readonly log: Log;
  /** Default: real time. */
  readonly sleep?: Sleep;
  /** In [0, 1), for jitter; default `Math.random`. */
  readonly random?: () => number;
}

/** The part of `OutboundClient` that is needed. */
export interface MackerelHttpClient {
  send(request: OutboundRequest): Promise<OutboundResult>;
}

/**
 * Posts each minute's points to Mackerel once and in order of time, through the outbox: what
 * cannot be posted now survives restarts and is posted later, up to 24 h.
 */
export class MackerelPoster {
  readonly #options: MackerelPosterOptions;
  readonly #delivery: OutboxDelivery;
  #enqueueing: Promise<void> = Promise.resolve();
  #requestsPerMinute = 1;
  /** The last watermark that was found to lie in the future, and said so. */
  #disbelievedMs: number | null = null;

  constructor(options: MackerelPosterOptions) {
    this.#options = options;
    this.#delivery = new OutboxDelivery({
      channel: options.destination.channel,
      outbox: options.outbox,
      deliver: (entry, signal) => this.#post(entry, signal),
      maxAgeMs: MAX_AGE_MS,
      paceMs: () => Math.min(PACE_MS, MINUTE_SPREAD_MS / this.#requestsPerMinute),
      clock: options.clock,
      sleep: options.sleep ?? systemSleep,
      random: options.random ?? Math.random,
      log: options.log,
    });
  }

  start(): void {
    this.#delivery.start();
  }

  /** Ends within about 2 s; what is not posted stays in the outbox. */
  async stop(): Promise<void> {
    await this.#delivery.stop();
  }

  /**
   * Takes a final minute over for posting; afterwards a crash cannot lose it. Minutes must come in
   * order: one that is not later than the watermark is ignored, so that a minute told twice is
   * posted once. Rejects when the store fails; then nothing is enqueued, and the same report may be given again.
   */
  enqueueMinute(report: MinuteReport): Promise<void> {
    const enqueued = this.#enqueueing.then(() => this.#enqueue(report));
    this.#enqueueing = enqueued.catch(() => undefined);
    return enqueued;
  }

  /**
   * Start of the last minute that was enqueued, also by an earlier run; `null` before the first, and
   * when it lies in the future: then the clock was wrong, and the next minute moves it back.
   */
  async watermarkMs(): Promise<number | null> {
    const { outbox, clock, destination } = this.#options;
    const watermarkMs = await outbox.watermark(destination.channel);
    if (watermarkMs === null || watermarkMs <= clock.nowMs() + MAX_AHEAD_MS) return watermarkMs;
    this.#disbelieve(watermarkMs);
    return null;
  }

  /** What became of requests (100 points each) since the daemon started. */
  counts(): DeliveryCounts {
    return this.#delivery.counts();
  }

  async #enqueue(report: MinuteReport): Promise<void> {
    const watermarkMs = await this.watermarkMs();
    if (watermarkMs !== null && report.minuteMs <= watermarkMs) return;
    const { outbox, destination } = this.#options;
    const entries = entriesOf(destination.points(report), report.minuteMs);
    await outbox.enqueue(destination.channel, entries, report.minuteMs);
    this.#requestsPerMinute = Math.max(1, entries.length);
    this.#delivery.wake();
  }

  #disbelieve(watermarkMs: number): void {
    if (this.#disbelievedMs === watermarkMs) return;
    this.#disbelievedMs = watermarkMs;
    this.#options.log.warn(
      { watermark: isoTime(watermarkMs) },
      'the last minute taken over for Mackerel lies in the future: the clock was once wrong; going on from now',
    );
  }

  async #post(entry: OutboxEntry, signal: AbortSignal): Promise<Delivered> {
    const { config, client, clock, destination } = this.#options;
    let posted: PostedPoints;
    try {
      posted = await destination.request(entry.payload, signal);
    } catch (error) {
      return held(deliveredAs(error));
    }
    const result = await client.send({
      method: 'POST',
      url: new URL(`${config.apiBase.replace(/\/+$/, '')}/api/v0/${posted.path}`),
      headers: { 'X-Api-Key': config.apiKey, 'Content-Type': 'application/json' },
      body: posted.body,
      timeoutMs: REQUEST_TIMEOUT_MS,
      signal,
    });
    if (result.kind === 'response') destination.answered?.(result.status);
    return readTsdbAnswer(result, clock.nowMs(), config.apiKey);
  }
}

function entriesOf(points: readonly object[], timeMs: number): readonly NewOutboxEntry[] {
  const batches: (readonly object[])[] = [];
  for (let from = 0; from < points.length; from += POINTS_PER_REQUEST) {
    batches.push(points.slice(from, from + POINTS_PER_REQUEST));
  }
  return batches.map((batch) => ({ timeMs, payload: JSON.stringify(batch) }));
}

/** Where points go could not be found out: what is wrong is not the points. */
function held(delivered: Delivered): Delivered {
  return delivered.kind === 'refused' ? { kind: 'hold', reason: delivered.reason } : delivered;
}
