import { isDeepStrictEqual } from 'node:util';

import type { Config } from '../config/config.js';
import { type Clock, SECOND_MS } from '../domain/clock.js';
import type { Log } from '../domain/log.js';
import { EvidenceDelivery, type EvidenceKind } from '../publish/mackerel/evidence/evidence-delivery.js';
import { EvidenceWriter } from '../publish/mackerel/evidence/evidence-writer.js';
import { MackerelClient } from '../publish/mackerel/mackerel-client.js';
import { OutboundClient } from '../publish/outbound/outbound-client.js';
import type { Metrics } from '../publish/prometheus/metrics.js';
import type { SqliteStore } from '../record/store/sqlite/sqlite-store.js';
import type { HistoryThread } from './history/thread.js';
import { startTicker, type Ticker } from './ticker.js';

const EVERY_MS = SECOND_MS;

export interface EvidenceSlotDeps {
  readonly store: Pick<SqliteStore, 'outbox' | 'goodAddresses' | 'mackerelAlerts'>;
  readonly thread: HistoryThread;
  readonly clock: Clock;
  readonly log: Log;
}

interface Writing {
  readonly settings: object;
  readonly client: OutboundClient;
  readonly delivery: EvidenceDelivery;
}

/** Evidence for the alerts of Mackerel that webhooks tell of, as the configuration in force says, or none. */
export class EvidenceSlot {
  readonly #deps: EvidenceSlotDeps;
  readonly #ticker: Ticker;
  #writing: Writing | null = null;

  constructor(deps: EvidenceSlotDeps, metrics: Metrics) {
    this.#deps = deps;
    this.#register(metrics);
    this.#ticker = startTicker('evidence', EVERY_MS, async () => this.#writing?.delivery.takeDue(), deps.log);
  }

  async apply(config: Config): Promise<void> {
    const { mackerel, bootstrap, slos, probes, vantage, publicHttp } = config;
    const settings = { mackerel, bootstrap, slos, probes, vantage, baseUrl: publicHttp?.baseUrl ?? null };
    if (isDeepStrictEqual(this.#writing?.settings, settings)) return;
    await this.#stop();
    if (!mackerel?.evidence) return;
    const { store, clock, log } = this.#deps;
    const client = new OutboundClient({ bootstrap, goodAddresses: store.goodAddresses, clock, log });
    const delivery = new EvidenceDelivery({
      outbox: store.outbox,
      alerts: store.mackerelAlerts,
      writer: (signal) => this.#writer(config, mackerel, client, signal),
      clock,
      log,
    });
    delivery.start();
    this.#writing = { settings, client, delivery };
    // What is told from now on is written about, also what is told before the next tick.
    await delivery.takeDue();
  }

  async close(): Promise<void> {
    await this.#ticker.stop();
    await this.#stop();
  }

  #writer(
    { slos, probes, vantage, publicHttp }: Config,
    mackerel: NonNullable<Config['mackerel']>,
    http: OutboundClient,
    signal: AbortSignal,
  ): EvidenceWriter {
    const { clock, thread } = this.#deps;
    return new EvidenceWriter({
      client: new MackerelClient({ config: mackerel, http, clock, tries: 1, signal }),
      service: mackerel.service,
      slos,
      context: { vantage, baseUrl: publicHttp?.baseUrl ?? null },
      readSituation: (subject, window) => thread.situation({ slos, subject, window }, probes),
      clock,
    });
  }

  async #stop(): Promise<void> {
    const writing = this.#writing;
    this.#writing = null;
    await writing?.delivery.stop();
    await writing?.client.close();
  }

  #register(metrics: Metrics): void {
    const kinds: readonly EvidenceKind[] = ['memo', 'annotation'];
    const samples = async (valueOf: (of: EvidenceDelivery, kind: EvidenceKind) => number | Promise<number>) => {
      const delivery = this.#writing?.delivery;
      if (delivery === undefined) return null;
      return Promise.all(kinds.map(async (kind) => ({ labels: { kind }, value: await valueOf(delivery, kind) })));
    };
    metrics.registerSource({
      name: 'resolver_slo_mackerel_evidence_waiting',
      help: 'Memos and annotations of alerts waiting to be written at Mackerel.',
      kind: 'gauge',
      collect: () => samples(async (delivery, kind) => (await delivery.depth(kind)).count),
    });
    metrics.registerSource({
      name: 'resolver_slo_mackerel_evidence_parked',
      help: 'Memos and annotations of alerts that Mackerel refused for good and that were put aside.',
      kind: 'gauge',
      collect: () => samples(async (delivery, kind) => (await delivery.depth(kind)).parked),
    });
    metrics.registerSource({
      name: 'resolver_slo_mackerel_evidence_written_total',
      help: 'Memos and annotations of alerts that were brought up to date at Mackerel.',
      kind: 'counter',
      collect: () => samples((delivery, kind) => delivery.counts(kind).taken),
    });
  }
}
