import type { ConnectionNews } from '../../domain/attempt-batch.js';
import type { Sample } from './computed-metrics.js';

/** Connections by probe and resolver, since the daemon started; resolvers without streams are absent. */
export class ConnectionCounts {
  readonly #byResolver = new Map<string, ConnectionNews>();

  add(news: readonly ConnectionNews[]): void {
    for (const one of news) {
      const key = keyOf(one);
      const before = this.#byResolver.get(key);
      this.#byResolver.set(key, before === undefined ? one : sum(before, one));
    }
  }

  /** Forgets resolvers that are not asked any more: the expiry of their certificate would be an alarm for ever. */
  keepOnly(asked: readonly { readonly probe: string; readonly resolver: string }[]): void {
    const keys = new Set(asked.map(keyOf));
    for (const key of this.#byResolver.keys()) if (!keys.has(key)) this.#byResolver.delete(key);
  }

  opened(): readonly Sample[] {
    return this.#samples(({ opened }) => opened);
  }

  reopened(): readonly Sample[] {
    return this.#samples(({ reopened }) => reopened);
  }

  /** Seconds since the Unix epoch, of those whose certificate was seen. */
  certificateExpiry(): readonly Sample[] {
    return this.#samples(({ certificateExpiresAtMs: atMs }) => (atMs === null ? null : Math.floor(atMs / 1_000)));
  }

  #samples(valueOf: (news: ConnectionNews) => number | null): readonly Sample[] {
    return [...this.#byResolver.values()].flatMap((news) => {
      const value = valueOf(news);
      return value === null ? [] : [{ labels: { probe: news.probe, resolver: news.resolver }, value }];
    });
  }
}

function sum(before: ConnectionNews, news: ConnectionNews): ConnectionNews {
  return {
    ...news,
    opened: before.opened + news.opened,
    reopened: before.reopened + news.reopened,
    certificateExpiresAtMs: news.certificateExpiresAtMs ?? before.certificateExpiresAtMs,
  };
}

function keyOf({ probe, resolver }: { readonly probe: string; readonly resolver: string }): string {
  return `${probe}\u001f${resolver}`;
}
