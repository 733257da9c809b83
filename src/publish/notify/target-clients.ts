import { OutboundClient, type OutboundClientOptions } from '../outbound/outbound-client.js';
import { isPublicAddress } from '../outbound/public-address.js';
import type { NotifyTarget } from './notify-target.js';

/**
 * The clients by which targets are told: all that is sent to one goes through the client it has here. A target
 * that must stay on the internet has one that connects to no other address, wherever names lead.
 */
export class TargetClients {
  readonly #guarded: OutboundClient;
  readonly #open: OutboundClient;

  constructor(options: Omit<OutboundClientOptions, 'mayReach'>) {
    this.#guarded = new OutboundClient({ ...options, mayReach: isPublicAddress });
    this.#open = new OutboundClient(options);
  }

  of({ allowPrivate }: Pick<NotifyTarget, 'allowPrivate'>): OutboundClient {
    return allowPrivate ? this.#open : this.#guarded;
  }

  async close(): Promise<void> {
    await Promise.all([this.#guarded.close(), this.#open.close()]);
  }
}
