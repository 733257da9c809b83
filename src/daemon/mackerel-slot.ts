import { isDeepStrictEqual } from 'node:util';

import type { Config } from '../config/config.js';
import type { Clock } from '../domain/clock.js';
import type { Log } from '../domain/log.js';
import type { MinuteReport } from '../domain/minute-report.js';
import { MACKEREL_CHANNEL, MackerelPoster } from '../publish/mackerel/poster.js';
import { OutboundClient } from '../publish/outbound/outbound-client.js';
import type { GoodAddresses, Outbox } from '../publish/ports.js';
import type { Metrics } from '../publish/prometheus/metrics.js';
import type { MinuteTaker } from './judging.js';

export interface MackerelSlotDeps {
  readonly outbox: Outbox;
  readonly goodAddresses: GoodAddresses;
  readonly clock: Clock;
  readonly log: Log;
}

interface Posting {
  readonly settings: object;
  readonly client: OutboundClient;
  readonly poster: MackerelPoster;
}

/** Posting to Mackerel as the configuration in force says, or not at all. */
export class MackerelSlot implements MinuteTaker {
  readonly #deps: MackerelSlotDeps;
  #posting: Posting | null = null;

  constructor(deps: MackerelSlotDeps, metrics: Metrics) {
    this.#deps = deps;
    this.#register(metrics);
  }

  async apply({ mackerel, bootstrap }: Config): Promise<void> {
    const settings = { mackerel, bootstrap };
    if (isDeepStrictEqual(this.#posting?.settings ?? { mackerel: null, bootstrap }, settings)) return;
    await this.close();
    if (mackerel === null) return;
    const { outbox, goodAddresses, clock, log } = this.#deps;
    const client = new OutboundClient({ bootstrap, goodAddresses, clock, log });
    const poster = new MackerelPoster({ config: mackerel, outbox, client, clock, log });
    poster.start();
    this.#posting = { settings, client, poster };
  }

  async enqueueMinute(report: MinuteReport): Promise<void> {
    if (this.#posting === null) throw new Error('posting to Mackerel is being set up anew');
    await this.#posting.poster.enqueueMinute(report);
  }

  async watermarkMs(): Promise<number | null> {
    return (await this.#posting?.poster.watermarkMs()) ?? null;
  }

  async close(): Promise<void> {
    const posting = this.#posting;
    this.#posting = null;
    await posting?.poster.stop();
    await posting?.client.close();
  }

  /** Of the outbox; `null` where nothing is posted, and nothing waits from when something was. */
  async #depth(): Promise<Awaited<ReturnType<Outbox['depth']>> | null> {
    if (this.#posting !== null) return this.#posting.poster.depth();
    const left = await this.#deps.outbox.depth(MACKEREL_CHANNEL);
    return left.count + left.parked === 0 ? null : left;
  }

  #register(metrics: Metrics): void {
    const depth = () => this.#depth();
    metrics.registerSource({
      name: 'resolver_slo_mackerel_outbox_requests',
      help: 'Requests waiting to be posted to Mackerel',
      kind: 'gauge',
      collect: async () => (await depth())?.count ?? null,
    });
    metrics.registerSource({
      name: 'resolver_slo_mackerel_outbox_parked_requests',
      help: 'Requests that Mackerel refused for good and that were put aside',
      kind: 'gauge',
      collect: async () => (await depth())?.parked ?? null,
    });
    metrics.registerSource({
      name: 'resolver_slo_mackerel_outbox_age_seconds',
      help: 'Age of the oldest minute waiting to be posted to Mackerel',
      kind: 'gauge',
      collect: async () => {
        const oldestMs = (await depth())?.oldestMs ?? null;
        return oldestMs === null ? null : (this.#deps.clock.nowMs() - oldestMs) / 1_000;
      },
    });
    metrics.registerSource({
      name: 'resolver_slo_mackerel_dropped_requests_total',
      help: 'Requests given up because their points were too old for Mackerel',
      kind: 'counter',
      collect: () => this.#posting?.poster.counts().dropped ?? null,
    });
  }
}
