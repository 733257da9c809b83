import type { Log } from '../../domain/log.js';
import type { GoodAddresses } from '../ports.js';
import { errorCode } from './error-text.js';
import { isAddress } from './look-up.js';

/** What the store knows of good addresses, and what it should know where it failed. Never rejects. */
export class GoodAddressMemory {
  readonly #goodAddresses: GoodAddresses;
  readonly #log: Log;
  readonly #lastGood = new Map<string, string>();

  constructor(goodAddresses: GoodAddresses, log: Log) {
    this.#goodAddresses = goodAddresses;
    this.#log = log;
  }

  async lastGood(host: string): Promise<string | null> {
    if (isAddress(host)) return null;
    const known = this.#lastGood.get(host);
    if (known !== undefined) return known;
    try {
      const stored = await this.#goodAddresses.lastGood(host);
      if (stored !== null) this.#lastGood.set(host, stored);
      return stored;
    } catch (error) {
      this.#log.warn({ host, cause: errorCode(error) }, 'cannot read the last good address');
      return null;
    }
  }

  async remember(host: string, address: string): Promise<void> {
    if (isAddress(host) || this.#lastGood.get(host) === address) return;
    try {
      await this.#goodAddresses.saveGood(host, address);
      this.#lastGood.set(host, address);
    } catch (error) {
      this.#log.warn({ host, cause: errorCode(error) }, 'cannot save the last good address');
    }
  }
}

/** The last good address comes first where it is still among those found, so that dead ones cost time only once. */
export function candidates(found: readonly string[], lastGood: string | null): readonly string[] {
  if (lastGood === null) return found;
  return found.includes(lastGood) ? [lastGood, ...found.filter((one) => one !== lastGood)] : [...found, lastGood];
}
