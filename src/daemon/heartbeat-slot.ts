import { isDeepStrictEqual } from 'node:util';

import { type Advance, standstills } from '../app/standstill.js';
import type { Config } from '../config/config.js';
import { type Clock, MINUTE_MS } from '../domain/clock.js';
import type { Log } from '../domain/log.js';
import { roundMsByName } from '../domain/probe-definition.js';
import { Heartbeat, type HeartbeatCounts } from '../publish/heartbeat/heartbeat.js';
import { OutboundClient } from '../publish/outbound/outbound-client.js';
import type { GoodAddresses } from '../publish/ports.js';
import type { Metrics } from '../publish/prometheus/metrics.js';
import { startTicker, type Ticker } from './ticker.js';

export interface HeartbeatSlotDeps {
  readonly goodAddresses: GoodAddresses;
  readonly advance: () => Advance;
  readonly clock: Clock;
  readonly log: Log;
  readonly version: string;
}

interface Beating {
  readonly settings: object;
  readonly client: OutboundClient;
  readonly heartbeat: Heartbeat;
  readonly ticker: Ticker;
  readonly stop: AbortController;
}

/** The heartbeat of the configuration in force, or none. */
export class HeartbeatSlot {
  readonly #deps: HeartbeatSlotDeps;
  #beating: Beating | null = null;
  #roundMs: number | null = null;

  constructor(deps: HeartbeatSlotDeps, metrics: Metrics) {
    this.#deps = deps;
    const register = (key: keyof HeartbeatCounts, help: string): void =>
      metrics.registerSource({
        name: `resolver_slo_heartbeat_${key}_total`,
        help,
        kind: 'counter',
        collect: () => this.#beating?.heartbeat.counts()[key] ?? null,
      });
    register('sent', 'Heartbeats that the watchdog took.');
    register('failed', 'Heartbeats that could not be sent.');
    register('withheld', 'Heartbeats that were not due, since measuring, writing or judging stood still.');
  }

  async apply({ heartbeat: url, bootstrap, probes }: Config): Promise<void> {
    const roundMsOf = roundMsByName(probes);
    const rounds = probes.flatMap(({ name }) => roundMsOf(name) ?? []);
    this.#roundMs = rounds.length === 0 ? null : Math.min(...rounds);
    const settings = { url, bootstrap };
    if (isDeepStrictEqual(this.#beating?.settings ?? { url: null, bootstrap }, settings)) return;
    await this.close();
    if (url !== null) this.#beating = this.#start(url, bootstrap, settings);
  }

  async close(): Promise<void> {
    const beating = this.#beating;
    this.#beating = null;
    beating?.stop.abort();
    await beating?.ticker.stop();
    await beating?.client.close();
  }

  #start(url: string, bootstrap: Config['bootstrap'], settings: object): Beating {
    const { clock, log, version, advance, goodAddresses } = this.#deps;
    const client = new OutboundClient({ bootstrap, goodAddresses, clock, log });
    const stop = new AbortController();
    const heartbeat = new Heartbeat({
      url: new URL(url),
      client,
      version,
      standstills: () => standstills(advance(), this.#roundMs, clock.nowMs()),
      log,
      signal: stop.signal,
    });
    const ticker = startTicker('heartbeat', MINUTE_MS, () => heartbeat.beat(), log);
    return { settings, client, heartbeat, ticker, stop };
  }
}
