import { type ConnectionNews, SECOND_TRIES, type SecondTry } from '../../domain/attempt-batch.js';
import type { Sample } from './computed-metrics.js';
import { CountTable } from './count-table.js';
import type { MeasuredSeries } from './measured-series.js';

type ResolverLabels = Readonly<Record<'probe' | 'resolver', string>>;

interface Connections {
  opened: number;
  reopened: number;
  readonly askedAgain: Record<SecondTry, number>;
  /** Of the certificate seen last; `null` if none was seen. */
  certificateExpiresAtMs: number | null;
}

/** Connections by probe and resolver, since the daemon started; resolvers without streams are absent. */
export class ConnectionCounts {
  readonly #table = new CountTable<ResolverLabels, Connections>(() => ({
    opened: 0,
    reopened: 0,
    askedAgain: { closed: 0, unprocessed: 0 },
    certificateExpiresAtMs: null,
  }));
  #measured: MeasuredSeries | null = null;

  keepOnly(measured: MeasuredSeries): void {
    this.#measured = measured;
    this.#table.keepOnly((labels) => measured.hasResolver(labels));
  }

  add(news: readonly ConnectionNews[]): void {
    for (const { probe, resolver, opened, reopened, askedAgain, certificateExpiresAtMs } of news) {
      const counts = this.#table.of({ probe, resolver });
      if (counts === null) continue;
      counts.opened += opened;
      counts.reopened += reopened;
      for (const reason of SECOND_TRIES) counts.askedAgain[reason] += askedAgain[reason];
      counts.certificateExpiresAtMs = certificateExpiresAtMs ?? counts.certificateExpiresAtMs;
    }
  }

  opened(): readonly Sample[] {
    return this.#table.rows().map(({ labels, counts }) => ({ labels, value: counts.opened }));
  }

  reopened(): readonly Sample[] {
    return this.#table.rows().map(({ labels, counts }) => ({ labels, value: counts.reopened }));
  }

  askedAgain(): readonly Sample[] {
    return this.#table
      .rows()
      .flatMap(({ labels, counts }) =>
        SECOND_TRIES.map((reason) => ({ labels: { ...labels, reason }, value: counts.askedAgain[reason] })),
      );
  }

  /**
   * Seconds since the Unix epoch, of those whose certificate was seen; of a resolver that is asked
   * without TLS now, the last one would be an alarm for ever.
   */
  certificateExpiry(): readonly Sample[] {
    return this.#table.rows().flatMap(({ labels, counts: { certificateExpiresAtMs: atMs } }) => {
      if (atMs === null || this.#measured?.hasTls(labels) === false) return [];
      return [{ labels, value: Math.floor(atMs / 1_000) }];
    });
  }
}
