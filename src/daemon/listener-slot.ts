import { isDeepStrictEqual } from 'node:util';

/** Something that listens as its configuration says. */
export interface Listening {
  close(): Promise<void>;
}

/**
 * One listener and the configuration it was started with. `apply` replaces it when the
 * configuration changed; if the new one cannot start, the old one is started again and the error
 * is thrown on.
 */
export class ListenerSlot<C, L extends Listening> {
  readonly #start: (config: C) => Promise<L>;
  #running: { readonly config: C; readonly listener: L } | null = null;

  constructor(start: (config: C) => Promise<L>) {
    this.#start = start;
  }

  get listener(): L | null {
    return this.#running?.listener ?? null;
  }

  async apply(config: C | null): Promise<void> {
    const before = this.#running;
    if (isDeepStrictEqual(before?.config ?? null, config)) return;
    await this.close();
    if (config === null) return;
    try {
      this.#running = { config, listener: await this.#start(config) };
    } catch (error) {
      if (before !== null) this.#running = { config: before.config, listener: await this.#start(before.config) };
      throw error;
    }
  }

  async close(): Promise<void> {
    const running = this.#running;
    this.#running = null;
    await running?.listener.close();
  }
}
