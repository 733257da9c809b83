import { SECOND_MS } from '../domain/clock.js';
import type { StoredSeries } from '../domain/history-reader.js';
import type { Series } from '../domain/series.js';
import type { SloComposition } from '../domain/slo-composition.js';
import type { SloDefinition } from '../domain/slo-definition.js';
import { compositionOf } from './composition.js';

/** Where the history of SLOs' compositions is kept. */
export interface CompositionStore {
  /** Digest of each SLO's last composition, by the key of its definition. */
  latestCompositions(): Promise<ReadonlyMap<string, string>>;
  recordCompositions(compositions: readonly SloComposition[]): Promise<void>;
}

export interface CompositionKeeperDeps {
  readonly compositions: CompositionStore;
  readonly history: { series(): Promise<readonly StoredSeries[]> };
  readonly slos: readonly SloDefinition[];
  /** Series that the configuration has measured. */
  readonly measured: readonly Series[];
}

/** So often it is looked whether there are new series. */
const LOOK_MS = 5 * SECOND_MS;

/**
 * Keeps the history of what SLOs consist of: whatever changes it, a document, a probe, series that
 * appear with an import, adds an entry. A new configuration takes a new keeper.
 */
export class CompositionKeeper {
  readonly #deps: CompositionKeeperDeps;
  #lookedAtMs = -Infinity;
  /** Of the series that were seen last. */
  #seen: string | null = null;

  constructor(deps: CompositionKeeperDeps) {
    this.#deps = deps;
  }

  /** Records what has changed, at most every five seconds. Rejects with what the store threw; the next call then tries again. */
  async work(nowMs: number): Promise<void> {
    const agoMs = nowMs - this.#lookedAtMs;
    if (agoMs >= 0 && agoMs < LOOK_MS) return;
    this.#lookedAtMs = nowMs;
    const stored = await this.#deps.history.series();
    // Numbers of series are never given twice.
    const seen = `${String(stored.length)} ${String(stored.at(-1)?.id)}`;
    if (seen === this.#seen) return;
    await this.#record(stored, nowMs);
    this.#seen = seen;
  }

  async #record(stored: readonly StoredSeries[], nowMs: number): Promise<void> {
    const { compositions, slos, measured } = this.#deps;
    const latest = await compositions.latestCompositions();
    const changed = slos
      .map((slo) => compositionOf(slo, { measured, stored }))
      .filter(({ slo, digest }) => latest.get(slo) !== digest)
      .map((composition) => ({ ...composition, sinceMs: nowMs }));
    if (changed.length > 0) await compositions.recordCompositions(changed);
  }
}
