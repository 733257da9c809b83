import type { buildConnector } from 'undici';
import type { Log } from '../../domain/log.js';
import type { GoodAddresses } from '../ports.js';
import { connectFirst, type ConnectOutcome, type ConnectTiming, type Destination } from './connect-first.js';
import { candidates, GoodAddressMemory } from './good-address-memory.js';
import { isAddress, type LookUp } from './look-up.js';

export interface ConnectorOptions {
  readonly lookUp: LookUp;
  readonly goodAddresses: GoodAddresses;
  readonly log: Log;
  readonly ca: string | null;
  readonly timing: ConnectTiming;
  /** Which addresses are connected to, whatever name led to them. */
  readonly mayReach: (address: string) => boolean;
}

/** No connection came about; the message is short and holds no secret (`ECONNREFUSED 127.0.0.1:443`). */
export class ConnectFailure extends Error {
  override readonly name = 'ConnectFailure';
}

/** The host has addresses, and none of them may be connected to. */
export class AddressRefused extends ConnectFailure {}

/** What undici calls to connect: host names go through `LookUp`, and the last good address is the last resort. */
export function createConnector(options: ConnectorOptions): buildConnector.connector {
  const finder = new GoodAddressFinder(options);
  return ({ hostname, protocol, port }, callback) => {
    const tls = protocol === 'https:';
    const destination = { host: hostname, port: Number(port) || (tls ? 443 : 80), tls, ca: options.ca };
    void finder.connect(destination).then((outcome) => {
      if (outcome.kind === 'connected') callback(null, outcome.socket);
      else if (outcome.kind === 'refused') callback(new AddressRefused(outcome.cause), null);
      else callback(new ConnectFailure(outcome.cause), null);
    });
  };
}

type Reached = ConnectOutcome | { readonly kind: 'refused'; readonly cause: string };

class GoodAddressFinder {
  readonly #options: ConnectorOptions;
  readonly #memory: GoodAddressMemory;

  constructor(options: ConnectorOptions) {
    this.#options = options;
    this.#memory = new GoodAddressMemory(options.goodAddresses, options.log);
  }

  /** Every address is looked at, those of a look-up as well as one that is remembered, and it is these that are connected to. */
  async connect(destination: Destination): Promise<Reached> {
    const { host } = destination;
    const { lookUp, mayReach } = this.#options;
    const [found, lastGood] = await Promise.all([lookUp.find(host), this.#memory.lastGood(host)]);
    const known = found.kind === 'found' ? found.addresses : [];
    const reachable = known.filter(mayReach);
    if (known.length > 0 && reachable.length === 0) return this.#refused(host, known);
    const addresses = candidates(reachable, lastGood !== null && mayReach(lastGood) ? lastGood : null);
    if (addresses.length === 0) return { kind: 'failed', cause: `look-up of ${host} failed: ${causeOf(found)}` };
    const outcome = await connectFirst(addresses, destination, this.#options.timing);
    if (outcome.kind === 'connected') void this.#memory.remember(host, outcome.address);
    else lookUp.forget(host);
    return outcome.kind === 'failed' && found.kind === 'failed'
      ? { kind: 'failed', cause: `look-up of ${host} failed: ${found.cause}; last good address: ${outcome.cause}` }
      : outcome;
  }

  #refused(host: string, addresses: readonly string[]): Reached {
    this.#options.lookUp.forget(host);
    // Sorted: each answer may have another order, and who reads the log need not be told of each.
    const [first = ''] = [...addresses].sort();
    const leads = isAddress(host) ? host : `${host} leads to ${first}, which`;
    return { kind: 'refused', cause: `${leads} is no public address` };
  }
}

function causeOf(result: { readonly kind: 'found' } | { readonly kind: 'failed'; readonly cause: string }): string {
  return result.kind === 'failed' ? result.cause : 'no addresses';
}
