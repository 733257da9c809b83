import { acceptOffer } from '../app/operator/correction-offer.js';
import type { Config } from '../config/config.js';
import { type Clock, isoTime, MINUTE_MS } from '../domain/clock.js';
import type { CorrectionOffer } from '../domain/correction-offer.js';
import type { Log } from '../domain/log.js';
import { CorrectionWatch } from '../publish/mackerel/corrections/correction-watch.js';
import { MackerelClient } from '../publish/mackerel/mackerel-client.js';
import { OutboundClient } from '../publish/outbound/outbound-client.js';
import { keptHistory } from '../record/kept-history.js';
import type { SqliteStore } from '../record/store/sqlite/sqlite-store.js';
import { startTicker, type Ticker } from './ticker.js';

const EVERY_MS = 5 * MINUTE_MS;
/** Who records what the configuration says is to be applied. */
const BY = 'mackerel';

export interface CorrectionSlotDeps {
  readonly store: SqliteStore;
  readonly clock: Clock;
  readonly log: Log;
}

/** Corrections that people ask for at Mackerel: offered, or applied, as the configuration in force says. */
export class CorrectionSlot {
  readonly #deps: CorrectionSlotDeps;
  #ticker: Ticker | null = null;
  #config: Config | null = null;
  #stop = new AbortController();
  #first: Promise<void> = Promise.resolve();

  constructor(deps: CorrectionSlotDeps) {
    this.#deps = deps;
  }

  async apply(config: Config): Promise<void> {
    await this.close();
    this.#config = config;
    const { mackerel } = config;
    if (mackerel === null || mackerel.corrections === 'off') return;
    this.#stop = new AbortController();
    this.#ticker = startTicker('corrections', EVERY_MS, () => this.#look(), this.#deps.log);
    // Nobody waits for the first look; what fails is tried again, and told then.
    this.#first = this.#look().catch((err: unknown) => this.#deps.log.debug({ err }, 'the first look failed'));
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#ticker?.stop();
    await this.#first;
    this.#ticker = null;
  }

  async #look(): Promise<void> {
    const { store, clock, log } = this.#deps;
    const config = this.#config;
    if (config?.mackerel == null) return;
    const { mackerel, bootstrap, slos } = config;
    const http = new OutboundClient({ bootstrap, goodAddresses: store.goodAddresses, clock, log });
    try {
      const watch = new CorrectionWatch({
        client: new MackerelClient({ config: mackerel, http, clock, tries: 1, signal: this.#stop.signal }),
        service: mackerel.service,
        slos,
        offer: (offers) => store.operators.offerCorrections(offers),
        clock,
      });
      for (const offer of await watch.look()) this.#tell(offer);
    } catch (error) {
      // Whoever stops it wants to hear no more of it.
      if (!this.#stop.signal.aborted) throw error;
    } finally {
      await http.close();
    }
    if (mackerel.corrections === 'apply') await this.#acceptAll(config);
  }

  #tell({ id, slo, fromMs, toMs, source }: CorrectionOffer): void {
    const what = { offer: id, slo, from: isoTime(fromMs), to: isoTime(toMs), source };
    this.#deps.log.info(what, 'a note at Mackerel asks for a correction: see `correct offers`');
  }

  async #acceptAll({ slos, retention }: Config): Promise<void> {
    const { store, clock, log } = this.#deps;
    for (const { id, end } of await store.operators.correctionOffers()) {
      if (end !== null) continue;
      const nowMs = clock.nowMs();
      const known = { slos, kept: await keptHistory(store, retention, nowMs), nowMs };
      try {
        const correction = await acceptOffer(store.operators, known, id, { by: BY });
        log.info({ offer: id, correction: correction.id }, 'a correction that a note at Mackerel asks for is in force');
      } catch (err) {
        log.warn(
          { err, offer: id },
          'a correction that a note at Mackerel asks for cannot be recorded; it stays offered',
        );
      }
    }
  }
}
