import type { buildConnector } from 'undici';
import type { Log } from '../../domain/log.js';
import type { GoodAddresses } from '../ports.js';
import { connectFirst, type ConnectOutcome, type ConnectTiming, type Destination } from './connect-first.js';
import { errorCode } from './error-text.js';
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
  /** What the store knows, and what it should know where it failed. */
  readonly #lastGood = new Map<string, string>();

  constructor(options: ConnectorOptions) {
    this.#options = options;
  }

  /** Every address is looked at, those of a look-up as well as one that is remembered, and it is these that are connected to. */
  async connect(destination: Destination): Promise<Reached> {
    const { host } = destination;
    const { lookUp, mayReach } = this.#options;
    const [found, lastGood] = await Promise.all([lookUp.find(host), this.#lastGoodOf(host)]);
    const known = found.kind === 'found' ? found.addresses : [];
    const reachable = known.filter(mayReach);
    if (known.length > 0 && reachable.length === 0) return this.#refused(host, known);
    const addresses = candidates(reachable, lastGood !== null && mayReach(lastGood) ? lastGood : null);
    if (addresses.length === 0) return { kind: 'failed', cause: `look-up of ${host} failed: ${causeOf(found)}` };
    const outcome = await connectFirst(addresses, destination, this.#options.timing);
    if (outcome.kind === 'connected') void this.#remember(host, outcome.address);
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

  async #lastGoodOf(host: string): Promise<string | null> {
    if (isAddress(host)) return null;
    const known = this.#lastGood.get(host);
    if (known !== undefined) return known;
    try {
      const stored = await this.#options.goodAddresses.lastGood(host);
      if (stored !== null) this.#lastGood.set(host, stored);
      return stored;
    } catch (error) {
      this.#options.log.warn({ host, cause: errorCode(error) }, 'cannot read the last good address');
      return null;
    }
  }

  async #remember(host: string, address: string): Promise<void> {
    if (isAddress(host) || this.#lastGood.get(host) === address) return;
    try {
      await this.#options.goodAddresses.saveGood(host, address);
      this.#lastGood.set(host, address);
    } catch (error) {
      this.#options.log.warn({ host, cause: errorCode(error) }, 'cannot save the last good address');
    }
  }
}

/** The last good address comes first where it is still among those found, so that dead ones cost time only once. */
function candidates(found: readonly string[], lastGood: string | null): readonly string[] {
  if (lastGood === null) return found;
  return found.includes(lastGood) ? [lastGood, ...found] : [...found, lastGood];
}

function causeOf(result: { readonly kind: 'found' } | { readonly kind: 'failed'; readonly cause: string }): string {
  return result.kind === 'failed' ? result.cause : 'no addresses';
}
