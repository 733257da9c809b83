import type { Clock } from '../../domain/clock.js';

export interface RateLimitOptions {
  readonly clock: Clock;
  /** Requests a client may make at once after a pause. */
  readonly burst: number;
  /** Requests a second a client may make for ever. */
  readonly perSecond: number;
  /** Clients remembered at a time; the longest unseen is forgotten first. */
  readonly maxClients: number;
}

interface Bucket {
  tokens: number;
  atMs: number;
}

/** A token bucket per client address. IPv6 clients are told apart by their /64, which one host commonly owns whole. */
export class ClientRateLimit {
  readonly #options: RateLimitOptions;
  /** In order of last use: a bucket is put at the end whenever it is touched. */
  readonly #buckets = new Map<string, Bucket>();

  constructor(options: RateLimitOptions) {
    this.#options = options;
  }

  /** Takes one request of this client; returns 0 if it may go on, else the seconds to wait (rounded up). */
  take(address: string): number {
    const client = clientOf(address);
    const tokens = this.#refilled(client);
    const isAllowed = tokens >= 1;
    this.#remember(client, { tokens: isAllowed ? tokens - 1 : tokens, atMs: this.#options.clock.nowMs() });
    return isAllowed ? 0 : Math.ceil((1 - tokens) / this.#options.perSecond);
  }

  #refilled(client: string): number {
    const { burst, perSecond, clock } = this.#options;
    const bucket = this.#buckets.get(client);
    if (bucket === undefined) return burst;
    // A wall clock set back must not take tokens away.
    const elapsedMs = Math.max(0, clock.nowMs() - bucket.atMs);
    return Math.min(burst, bucket.tokens + (elapsedMs / 1_000) * perSecond);
  }

  #remember(client: string, bucket: Bucket): void {
    this.#buckets.delete(client);
    this.#buckets.set(client, bucket);
    if (this.#buckets.size <= this.#options.maxClients) return;
    const oldest = this.#buckets.keys().next();
    if (oldest.done !== true) this.#buckets.delete(oldest.value);
  }
}

function clientOf(address: string): string {
  if (!address.includes(':') || address.startsWith('::ffff:')) return address;
  const [head = '', tail] = address.split('::', 2);
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  return [...left, ...Array.from({ length: zeros }, () => '0'), ...right].slice(0, 4).join(':');
}
