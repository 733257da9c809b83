import type { GoodAddresses } from '../../src/publish/ports.js';

/** Last good addresses without a database. */
export class MemoryGoodAddresses implements GoodAddresses {
  readonly known = new Map<string, string>();
  /** While true, both methods reject. */
  isFailing = false;

  async lastGood(host: string): Promise<string | null> {
    await this.#access();
    return this.known.get(host) ?? null;
  }

  async saveGood(host: string, address: string): Promise<void> {
    await this.#access();
    this.known.set(host, address);
  }

  async #access(): Promise<void> {
    await Promise.resolve();
    if (this.isFailing) throw new Error('the store fails');
  }
}
