import { CLIENT_COOKIE_BYTES } from '../../dns/build-query.js';
import { returnedCookie } from '../../dns/server-cookie.js';
import type { RandomSource } from '../random-source.js';

/** DNS cookies with one resolver (RFC 7873): ours, and what the resolver last gave us for it. */
export class CookieJar {
  readonly #client: Uint8Array;
  #option: Uint8Array;

  constructor(random: RandomSource) {
    this.#client = random.bytes(CLIENT_COOKIE_BYTES);
    this.#option = this.#client;
  }

  /** What to send with the next query: another object as soon as it is other bytes. */
  get option(): Uint8Array {
    return this.#option;
  }

  /** Also a BADCOOKIE brings the cookie that the next query needs (RFC 7873 §5.3). */
  learn(reply: Uint8Array): void {
    const returned = returnedCookie(reply, this.#client);
    if (returned === null || Buffer.compare(returned, this.#option) === 0) return;
    this.#option = returned;
  }
}
