import { isDeepStrictEqual } from 'node:util';

import type { Config } from '../config/config.js';
import type { Clock } from '../domain/clock.js';
import type { Log } from '../domain/log.js';
import { snapshotStatuses } from '../domain/snapshot.js';
import type { OtlpConfig } from '../publish/config.js';
import type { OtlpCounts, OtlpPublisher } from '../publish/otlp/otlp-publisher.js';
import { GoodAddressMemory } from '../publish/outbound/good-address-memory.js';
import { askerFor, LookUp } from '../publish/outbound/look-up.js';
import type { GoodAddresses } from '../publish/ports.js';
import type { Metrics } from '../publish/prometheus/metrics.js';

export interface OtlpSlotDeps {
  readonly goodAddresses: GoodAddresses;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly log: Log;
  readonly version: string;
}

/** Metrics by OTLP as the configuration in force says, or none; then its libraries are not even loaded. */
export class OtlpSlot {
  readonly #deps: OtlpSlotDeps;
  #settings: object | null = null;
  #publisher: OtlpPublisher | null = null;

  constructor(deps: OtlpSlotDeps) {
    this.#deps = deps;
    this.#register();
  }

  async apply({ otlp, bootstrap, vantage }: Config): Promise<void> {
    const settings = otlp === null ? null : { otlp, bootstrap, vantage };
    if (isDeepStrictEqual(this.#settings, settings)) return;
    await this.close();
    if (otlp === null) return;
    this.#publisher = await this.#start(otlp, bootstrap, vantage);
    this.#settings = settings;
  }

  async close(): Promise<void> {
    const publisher = this.#publisher;
    this.#publisher = null;
    this.#settings = null;
    await publisher?.stop();
  }

  async #start(config: OtlpConfig, bootstrap: Config['bootstrap'], vantage: string): Promise<OtlpPublisher> {
    const { goodAddresses, metrics, clock, log, version } = this.#deps;
    const [{ OtlpSender }, { OtlpPublisher: Publisher }] = await Promise.all([
      import('../publish/otlp/otlp-sender.js'),
      import('../publish/otlp/otlp-publisher.js'),
    ]);
    const lookUp = new LookUp({ ask: askerFor(bootstrap), clock });
    const sender = new OtlpSender({ config, lookUp, memory: new GoodAddressMemory(goodAddresses, log), version });
    const figures = () => ({ series: metrics.countedSeries(), slos: snapshotStatuses(metrics.snapshot) });
    return new Publisher({ config, sender, figures, vantage, version, clock, log });
  }

  #register(): void {
    const counter = (key: keyof OtlpCounts, name: string, help: string): void =>
      this.#deps.metrics.registerSource({
        name,
        help,
        kind: 'counter',
        collect: () => this.#publisher?.counts()[key] ?? null,
      });
    counter('sent', 'resolver_slo_otlp_sent_messages_total', 'Messages that the collector took.');
    counter('failed', 'resolver_slo_otlp_failed_messages_total', 'Messages that could not be sent.');
    counter('rejectedPoints', 'resolver_slo_otlp_rejected_points_total', 'Data points that the collector rejected.');
  }
}
