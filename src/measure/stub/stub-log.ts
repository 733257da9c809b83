import type { StubNews } from '../../domain/attempt-batch.js';
import type { StubStep } from '../../domain/failure-evidence.js';
import type { Series } from '../../domain/series.js';

/** Whom stubs asked since the last batch, and who answered. */
export class StubLog {
  readonly #news = new Map<string, StubNews>();

  add({ probe, resolver: stub }: Series, steps: readonly StubStep[]): void {
    for (const { resolver, outcome } of steps) {
      const key = [probe, stub, resolver].join('\u001f');
      const { asked, answered } = this.#news.get(key) ?? { asked: 0, answered: 0 };
      const answers = outcome === 'answered' ? 1 : 0;
      this.#news.set(key, { probe, stub, resolver, asked: asked + 1, answered: answered + answers });
    }
  }

  /** The log is empty afterwards. */
  take(): readonly StubNews[] {
    const taken = [...this.#news.values()];
    this.#news.clear();
    return taken;
  }
}
