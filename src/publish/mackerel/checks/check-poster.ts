import { type Clock, MINUTE_MS, SECOND_MS } from '../../../domain/clock.js';
import type { Log } from '../../../domain/log.js';
import type { MinuteReport } from '../../../domain/minute-report.js';
import type { DeliveryCounts } from '../../outbound/delivery-reporter.js';
import { type Delivered, OutboxDelivery } from '../../outbound/outbox-delivery.js';
import { type Sleep, systemSleep } from '../../outbound/sleep.js';
import type { Outbox, OutboxEntry } from '../../ports.js';
import { deliveredAs } from '../errors.js';
import type { HostKeeper } from '../host/host-keeper.js';
import type { CheckReport, MackerelClient } from '../mackerel-client.js';
import { checkName, sloCheck } from './slo-check.js';

/** The outbox channel of check reports. */
export const CHECKS_CHANNEL = 'mackerel:checks';

const REPORTS_PER_REQUEST = 100;
/** How an SLO stood then interests nobody any more; how it stands comes each minute. */
const MAX_AGE_MS = 30 * MINUTE_MS;
const PACE_MS = SECOND_MS;

export interface CheckPosterOptions {
  readonly outbox: Outbox;
  readonly keeper: Pick<HostKeeper, 'id' | 'forget'>;
  /** One that gives up when the signal aborts. */
  readonly client: (signal: AbortSignal) => Pick<MackerelClient, 'reportChecks'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Default: real time. */
  readonly sleep?: Sleep;
  /** In [0, 1), for jitter; default `Math.random`. */
  readonly random?: () => number;
}

/** Reports each minute how SLOs stand, as checks of the host; of what waits only the last of each is reported. */
export class CheckPoster {
  readonly #options: CheckPosterOptions;
  readonly #delivery: OutboxDelivery;

  constructor(options: CheckPosterOptions) {
    const { outbox, clock, log, sleep = systemSleep, random = Math.random } = options;
    this.#options = options;
    this.#delivery = new OutboxDelivery({
      channel: CHECKS_CHANNEL,
      outbox,
      deliver: (entry, signal) => this.#deliver(entry, signal),
      maxAgeMs: MAX_AGE_MS,
      paceMs: () => PACE_MS,
      clock,
      sleep,
      random,
      log,
    });
  }

  start(): void {
    this.#delivery.start();
  }

  /** Ends within about 2 s; what is not reported stays in the outbox. */
  async stop(): Promise<void> {
    await this.#delivery.stop();
  }

  /** Takes a final minute over; one that is not later than the last is ignored. Rejects when the store fails. */
  async enqueueMinute({ minuteMs, slos }: MinuteReport): Promise<void> {
    const { outbox, clock } = this.#options;
    const watermarkMs = await outbox.watermark(CHECKS_CHANNEL);
    const isTold = watermarkMs !== null && watermarkMs >= minuteMs && watermarkMs <= clock.nowMs();
    // What is made up for after a gap is not how they stand.
    const isOld = minuteMs < clock.nowMs() - MAX_AGE_MS;
    if (isTold || isOld || slos.length === 0) return;
    const occurredAt = Math.floor((minuteMs + MINUTE_MS) / SECOND_MS);
    const checks = slos.map((slo) => ({ name: checkName(slo), ...sloCheck(slo), occurredAt }));
    await outbox.enqueue(CHECKS_CHANNEL, batches(checks, minuteMs), minuteMs);
    this.#delivery.wake();
  }

  counts(): DeliveryCounts {
    return this.#delivery.counts();
  }

  async #deliver(entry: OutboxEntry, signal: AbortSignal): Promise<Delivered> {
    if (await this.#isOutdated(entry)) return { kind: 'taken' };
    const { keeper, client } = this.#options;
    try {
      const hostId = await keeper.id(signal);
      const checks = JSON.parse(entry.payload) as readonly Omit<CheckReport, 'source'>[];
      await client(signal).reportChecks(checks.map((check) => ({ source: { type: 'host', hostId }, ...check })));
      return { kind: 'taken' };
    } catch (error) {
      const delivered = deliveredAs(error);
      if (delivered.kind === 'refused') keeper.forget();
      return delivered;
    }
  }

  /** Batches of a minute are numbered alike: a later one of the same place says more. */
  async #isOutdated(entry: OutboxEntry): Promise<boolean> {
    const waiting = await this.#options.outbox.next(CHECKS_CHANNEL, REPORTS_PER_REQUEST);
    return waiting.some(({ timeMs }) => timeMs > entry.timeMs);
  }
}

function batches(checks: readonly object[], timeMs: number): readonly { timeMs: number; payload: string }[] {
  return Array.from({ length: Math.ceil(checks.length / REPORTS_PER_REQUEST) }, (_, i) => {
    const batch = checks.slice(i * REPORTS_PER_REQUEST, (i + 1) * REPORTS_PER_REQUEST);
    return { timeMs, payload: JSON.stringify(batch) };
  });
}
