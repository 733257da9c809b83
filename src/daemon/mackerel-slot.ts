import { isDeepStrictEqual } from 'node:util';

import type { Config } from '../config/config.js';
import type { Clock } from '../domain/clock.js';
import type { Log } from '../domain/log.js';
import type { MinuteReport } from '../domain/minute-report.js';
import type { MackerelConfig, MackerelHostConfig } from '../publish/config.js';
import { CheckPoster } from '../publish/mackerel/checks/check-poster.js';
import { checkName } from '../publish/mackerel/checks/slo-check.js';
import { hostDestination } from '../publish/mackerel/host/host-destination.js';
import { HostKeeper } from '../publish/mackerel/host/host-keeper.js';
import { MackerelClient } from '../publish/mackerel/mackerel-client.js';
import type { PointDestination } from '../publish/mackerel/point-destination.js';
import { MackerelPoster } from '../publish/mackerel/poster.js';
import { servicePoints } from '../publish/mackerel/service-points.js';
import { OutboundClient } from '../publish/outbound/outbound-client.js';
import type { GoodAddresses, Outbox } from '../publish/ports.js';
import type { MinuteTaker } from './judging.js';
import type { MackerelChannel, MackerelOutbox } from './mackerel-outbox.js';

export interface MackerelSlotDeps {
  readonly outbox: Outbox;
  readonly goodAddresses: GoodAddresses;
  readonly clock: Clock;
  readonly log: Log;
  /** Where it is told what waits. */
  readonly waiting: MackerelOutbox;
}

interface Posting {
  readonly settings: object;
  readonly client: OutboundClient;
  /** That of the service's metrics first: by it is known how far minutes were taken over. */
  readonly service: MackerelPoster;
  readonly others: readonly (MackerelPoster | CheckPoster)[];
}

/** Posting each minute to Mackerel as the configuration in force says, or not at all. */
export class MackerelSlot implements MinuteTaker {
  readonly #deps: MackerelSlotDeps;
  #posting: Posting | null = null;

  constructor(deps: MackerelSlotDeps) {
    this.#deps = deps;
  }

  async apply({ mackerel, bootstrap, slos }: Config): Promise<void> {
    // Which checks there are hangs on the SLOs.
    const checks = mackerel?.checks === true ? slos.map(checkOf) : [];
    const settings = { mackerel, bootstrap, checks };
    if (isDeepStrictEqual(this.#posting?.settings ?? { mackerel: null, bootstrap, checks: [] }, settings)) return;
    await this.close();
    if (mackerel === null) return;
    const { goodAddresses, clock, log } = this.#deps;
    const client = new OutboundClient({ bootstrap, goodAddresses, clock, log });
    const service = this.#poster('service', mackerel, client, servicePoints(mackerel));
    const others = mackerel.host === null ? [] : this.#ofHost(mackerel, mackerel.host, checks, client);
    for (const poster of [service, ...others]) poster.start();
    this.#posting = { settings, client, service, others };
  }

  async enqueueMinute(report: MinuteReport): Promise<void> {
    if (this.#posting === null) throw new Error('posting to Mackerel is being set up anew');
    const { service, others } = this.#posting;
    // What fails is given again as a whole: the others then know that they have it.
    for (const poster of others) await poster.enqueueMinute(report);
    await service.enqueueMinute(report);
  }

  async watermarkMs(): Promise<number | null> {
    return (await this.#posting?.service.watermarkMs()) ?? null;
  }

  async close(): Promise<void> {
    const posting = this.#posting;
    this.#posting = null;
    if (posting === null) return;
    await Promise.all([posting.service, ...posting.others].map((poster) => poster.stop()));
    for (const channel of ['service', 'host', 'checks'] as const) this.#deps.waiting.sends(channel, null);
    await posting.client.close();
  }

  #ofHost(
    mackerel: MackerelConfig,
    host: MackerelHostConfig,
    checks: readonly Check[],
    http: OutboundClient,
  ): readonly (MackerelPoster | CheckPoster)[] {
    const { clock, log, outbox, waiting } = this.#deps;
    const client = (signal: AbortSignal) => new MackerelClient({ config: mackerel, http, clock, tries: 1, signal });
    const keeper = new HostKeeper({ host, service: mackerel.service, checks, client, log });
    const poster = this.#poster('host', mackerel, http, hostDestination(keeper));
    if (checks.length === 0) return [poster];
    const checkPoster = new CheckPoster({ outbox, keeper, client, clock, log });
    waiting.sends('checks', () => checkPoster.counts());
    return [poster, checkPoster];
  }

  #poster(
    channel: MackerelChannel,
    config: MackerelConfig,
    client: OutboundClient,
    destination: PointDestination,
  ): MackerelPoster {
    const { outbox, clock, log, waiting } = this.#deps;
    const poster = new MackerelPoster({ config, destination, outbox, client, clock, log });
    waiting.sends(channel, () => poster.counts());
    return poster;
  }
}

interface Check {
  readonly name: string;
  readonly memo: string;
}

function checkOf({ name, objectiveName, displayName }: Config['slos'][number]): Check {
  const of = objectiveName === null ? { name } : { name, objectiveName };
  return { name: checkName(of), memo: `How the SLO ${displayName} stands, each minute, by resolver-slo.` };
}
