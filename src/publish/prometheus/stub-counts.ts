import type { StubNews } from '../../domain/attempt-batch.js';
import type { Sample } from './computed-metrics.js';

/** What resolvers did for stubs, since the daemon started. */
export class StubCounts {
  readonly #byResolver = new Map<string, StubNews>();

  add(news: readonly StubNews[]): void {
    for (const one of news) {
      const key = [one.probe, one.stub, one.resolver].join('\u001f');
      const { asked, answered } = this.#byResolver.get(key) ?? { asked: 0, answered: 0 };
      this.#byResolver.set(key, { ...one, asked: asked + one.asked, answered: answered + one.answered });
    }
  }

  asked(): readonly Sample[] {
    return this.#samples(({ asked }) => asked);
  }

  answered(): readonly Sample[] {
    return this.#samples(({ answered }) => answered);
  }

  #samples(valueOf: (news: StubNews) => number): readonly Sample[] {
    return [...this.#byResolver.values()].map((news) => {
      const { probe, stub, resolver } = news;
      return { labels: { probe, stub, resolver }, value: valueOf(news) };
    });
  }
}
