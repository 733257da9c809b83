import { isDeepStrictEqual } from 'node:util';

import type { Config } from '../config/config.js';
import { type Clock, SECOND_MS } from '../domain/clock.js';
import type { Log } from '../domain/log.js';
import { EvidenceDelivery } from '../publish/mackerel/evidence/evidence-delivery.js';
import { EvidenceWriter } from '../publish/mackerel/evidence/evidence-writer.js';
import { MackerelClient } from '../publish/mackerel/mackerel-client.js';
import { OutboundClient } from '../publish/outbound/outbound-client.js';
import type { SqliteStore } from '../record/store/sqlite/sqlite-store.js';
import type { HistoryThread } from './history/thread.js';
import type { MackerelOutbox } from './mackerel-outbox.js';
import { startTicker, type Ticker } from './ticker.js';

const EVERY_MS = SECOND_MS;

export interface EvidenceSlotDeps {
  readonly store: Pick<SqliteStore, 'outbox' | 'goodAddresses' | 'mackerelAlerts'>;
  readonly thread: HistoryThread;
  readonly clock: Clock;
  readonly log: Log;
  /** Where it is told what waits. */
  readonly waiting: MackerelOutbox;
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

  constructor(deps: EvidenceSlotDeps) {
    this.#deps = deps;
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
    this.#deps.waiting.sends('memos', () => delivery.counts('memo'));
    this.#deps.waiting.sends('annotations', () => delivery.counts('annotation'));
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
    for (const channel of ['memos', 'annotations'] as const) this.#deps.waiting.sends(channel, null);
    await writing?.client.close();
  }
}
