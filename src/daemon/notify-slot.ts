import { isDeepStrictEqual } from 'node:util';

import { maintenanceEffects } from '../app/operator/maintenance.js';
import type { Config } from '../config/config.js';
import { type Clock, SECOND_MS } from '../domain/clock.js';
import type { Log } from '../domain/log.js';
import type { EventContext } from '../publish/notify/event-json.js';
import { channelOf, NOTIFY_CHANNELS, WebhookTarget } from '../publish/notify/webhook-target.js';
import type { NotifyTarget } from '../publish/config.js';
import { TargetClients } from '../publish/notify/target-clients.js';
import type { Metrics } from '../publish/prometheus/metrics.js';
import type { SqliteStore } from '../record/store/sqlite/sqlite-store.js';
import { startTicker, type Ticker } from './ticker.js';

const EVERY_MS = SECOND_MS;

export interface NotifySlotDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly version: string;
}

/** The targets of the configuration in force, told of what happens, by whomever. */
export class NotifySlot {
  readonly #store: SqliteStore;
  readonly #deps: NotifySlotDeps;
  readonly #ticker: Ticker;
  #config: Config | null = null;
  #clients: TargetClients | null = null;
  #targets: readonly WebhookTarget[] = [];
  #hasForgotten = false;
  #working: Promise<void> = Promise.resolve();

  constructor(store: SqliteStore, deps: NotifySlotDeps, metrics: Metrics) {
    this.#store = store;
    this.#deps = deps;
    this.#register(metrics);
    this.#ticker = startTicker('notify', EVERY_MS, () => this.#work(), deps.log);
  }

  async apply(config: Config): Promise<void> {
    const settings = (of: Config | null) => ({ notify: of?.notify ?? [], bootstrap: of?.bootstrap ?? [] });
    const isSame = this.#config !== null && isDeepStrictEqual(settings(this.#config), settings(config));
    this.#config = config;
    if (isSame) return;
    await this.#stopTargets();
    if (config.notify.length > 0) {
      const clients = this.#clientsFor(config);
      this.#clients = clients;
      this.#targets = config.notify.map((target) => this.#started(target, clients));
    }
    this.#hasForgotten = false;
    // What happens from now on is told, also what happens before the next tick.
    await this.#work();
  }

  async close(): Promise<void> {
    await this.#ticker.stop();
    await this.#stopTargets();
  }

  /** One after the other: two at once would take the same events over. */
  #work(): Promise<void> {
    const done = this.#working.then(() => this.#takeNew());
    this.#working = done.catch(() => undefined);
    return done;
  }

  async #takeNew(): Promise<void> {
    const { outbox, events } = this.#store;
    await events.noteTimes();
    if (!this.#hasForgotten) await outbox.forgetOthers(NOTIFY_CHANNELS, (this.#config?.notify ?? []).map(channelOf));
    this.#hasForgotten = true;
    for (const target of this.#targets) await target.takeNew(events, this.#context());
  }

  #context(): EventContext {
    const { slos = [], publicHttp = null, vantage = '' } = this.#config ?? {};
    const effectsOf: EventContext['effectsOf'] = (maintenance) => maintenanceEffects(maintenance, slos);
    return { slos, org: publicHttp?.title ?? vantage, baseUrl: publicHttp?.baseUrl ?? null, effectsOf };
  }

  #clientsFor({ bootstrap }: Config): TargetClients {
    return new TargetClients({ bootstrap, goodAddresses: this.#store.goodAddresses, ...this.#deps });
  }

  #started(target: NotifyTarget, clients: TargetClients): WebhookTarget {
    const client = clients.of(target);
    const started = new WebhookTarget({ target, outbox: this.#store.outbox, client, ...this.#deps });
    started.start();
    return started;
  }

  async #stopTargets(): Promise<void> {
    const [targets, clients] = [this.#targets, this.#clients];
    this.#targets = [];
    this.#clients = null;
    await Promise.all(targets.map((target) => target.stop()));
    await clients?.close();
  }

  #register(metrics: Metrics): void {
    const samples = async (valueOf: (target: WebhookTarget) => number | Promise<number>) => {
      const of = async (target: WebhookTarget) => ({ labels: { target: target.name }, value: await valueOf(target) });
      return this.#targets.length === 0 ? null : Promise.all(this.#targets.map(of));
    };
    metrics.registerSource({
      name: 'resolver_slo_notify_outbox_events',
      help: 'Events waiting to be told to a target.',
      kind: 'gauge',
      collect: () => samples(async (target) => (await target.depth()).count),
    });
    metrics.registerSource({
      name: 'resolver_slo_notify_outbox_parked_events',
      help: 'Events that a target refused for good and that were put aside.',
      kind: 'gauge',
      collect: () => samples(async (target) => (await target.depth()).parked),
    });
    metrics.registerSource({
      name: 'resolver_slo_notify_dropped_events_total',
      help: 'Events given up because a target was away for too long.',
      kind: 'counter',
      collect: () => samples((target) => target.counts().dropped),
    });
  }
}
