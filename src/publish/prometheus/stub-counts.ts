import type { StubNews } from '../../domain/attempt-batch.js';
import type { Sample } from './computed-metrics.js';
import { CountTable } from './count-table.js';
import type { MeasuredSeries } from './measured-series.js';

type StubLabels = Readonly<Record<'probe' | 'stub' | 'resolver', string>>;

/** What resolvers did for stubs, since the daemon started. */
export class StubCounts {
  readonly #table = new CountTable<StubLabels, { asked: number; answered: number }>(() => ({ asked: 0, answered: 0 }));

  keepOnly(measured: MeasuredSeries): void {
    this.#table.keepOnly((labels) => measured.hasStub(labels));
  }

  add(news: readonly StubNews[]): void {
    for (const { probe, stub, resolver, asked, answered } of news) {
      const counts = this.#table.of({ probe, stub, resolver });
      if (counts === null) continue;
      counts.asked += asked;
      counts.answered += answered;
    }
  }

  asked(): readonly Sample[] {
    return this.#table.rows().map(({ labels, counts }) => ({ labels, value: counts.asked }));
  }

  answered(): readonly Sample[] {
    return this.#table.rows().map(({ labels, counts }) => ({ labels, value: counts.answered }));
  }
}
