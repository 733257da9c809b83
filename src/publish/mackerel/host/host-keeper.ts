import type { Log } from '../../../domain/log.js';
import type { MackerelHostConfig } from '../../config.js';
import { MackerelError } from '../errors.js';
import type { HostDetails, MackerelClient } from '../mackerel-client.js';
import { planGraphs, syncGraphs } from './graph-plan.js';

type HostClient = Pick<
  MackerelClient,
  'findHost' | 'createHost' | 'updateHost' | 'createGraphs' | 'deleteGraph' | 'metadata' | 'setMetadata'
>;

export interface HostKeeperDeps {
  readonly host: MackerelHostConfig;
  readonly service: string;
  /** Names of checks that the host lists, each with what it means; none: they are left as they are. */
  readonly checks: readonly { readonly name: string; readonly memo: string }[];
  /** One that gives up when the signal aborts. */
  readonly client: (signal: AbortSignal) => HostClient;
  readonly log: Log;
}

/** The host at Mackerel that stands for this vantage: found by its custom identifier, or made. */
export class HostKeeper {
  readonly #deps: HostKeeperDeps;
  #id: string | null = null;
  #asking: Promise<string> | null = null;

  constructor(deps: HostKeeperDeps) {
    this.#deps = deps;
  }

  /** Its id at Mackerel; asked for once. Rejects with `MackerelError`; the next call asks again. */
  id(signal: AbortSignal): Promise<string> {
    if (this.#id !== null) return Promise.resolve(this.#id);
    this.#asking ??= this.#ask(signal).finally(() => (this.#asking = null));
    return this.#asking;
  }

  /** Mackerel does not know it any more: it is looked for again. */
  forget(): void {
    this.#id = null;
  }

  async #ask(signal: AbortSignal): Promise<string> {
    const { host, service, log } = this.#deps;
    const client = this.#deps.client(signal);
    const found = await client.findHost(host.customIdentifier);
    const id = found ?? (await client.createHost(this.#details()));
    if (found === null) log.info({ host: id, customIdentifier: host.customIdentifier }, 'made a host at Mackerel');
    else await client.updateHost(id, this.#details());
    await this.#ensureGraphs(client, service);
    this.#id = id;
    return id;
  }

  #details(): HostDetails {
    const { host, checks } = this.#deps;
    const { name, customIdentifier, roles } = host;
    return {
      name,
      customIdentifier,
      meta: { 'agent-name': 'resolver-slo' },
      ...(roles.length === 0 ? {} : { roleFullnames: roles }),
      ...(checks.length === 0 ? {} : { checks }),
    };
  }

  /** Points are worth posting also where their graphs have no names. */
  async #ensureGraphs(client: HostClient, service: string): Promise<void> {
    try {
      await syncGraphs(client, await planGraphs(client, service), service);
    } catch (error) {
      if (!(error instanceof MackerelError) || error.code !== 'MACKEREL_REFUSED') throw error;
      this.#deps.log.warn(
        { cause: error.message },
        'graph definitions could not be made; points are posted all the same',
      );
    }
  }
}
