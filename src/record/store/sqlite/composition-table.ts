import type Database from 'better-sqlite3';

import type { CompositionContent, SloComposition } from '../../../domain/slo-composition.js';
import type { Prunable } from './prunable.js';

/** What SLOs consisted of, since when. */
export class CompositionTable implements Prunable {
  readonly #latest: Database.Statement<[], Pick<SloComposition, 'slo' | 'digest'>>;
  readonly #of: Database.Statement<[string], Row>;
  readonly #add: Database.Statement<[Record<string, unknown>]>;
  readonly #firstOver: Database.Statement<[], number | null>;
  readonly #deleteBefore: Database.Statement<[number, number]>;

  constructor(database: Database.Database) {
    this.#latest = database.prepare(
      'SELECT slo, digest FROM slo_compositions WHERE id IN (SELECT max(id) FROM slo_compositions GROUP BY slo)',
    );
    this.#of = database.prepare(
      'SELECT slo, since_ms, digest, content FROM slo_compositions WHERE slo = ? ORDER BY id',
    );
    this.#add = database.prepare(
      'INSERT INTO slo_compositions (slo, since_ms, digest, content) VALUES ($slo, $sinceMs, $digest, $content)',
    );
    const over = '(SELECT id, lead(since_ms) OVER (PARTITION BY slo ORDER BY id) AS until_ms FROM slo_compositions)';
    this.#firstOver = database.prepare<[], number | null>(`SELECT min(until_ms) FROM ${over}`).pluck();
    this.#deleteBefore = database.prepare(
      `DELETE FROM slo_compositions WHERE id IN (SELECT id FROM ${over} WHERE until_ms < ? LIMIT ?)`,
    );
  }

  /** Digest of each SLO's last composition, by its key. */
  latest(): Map<string, string> {
    return new Map(this.#latest.all().map(({ slo, digest }) => [slo, digest]));
  }

  /** Of one SLO, oldest first. */
  of(slo: string): SloComposition[] {
    return this.#of.all(slo).map(toComposition);
  }

  add({ content, ...composition }: SloComposition): void {
    this.#add.run({ ...composition, content: JSON.stringify(content) });
  }

  /** The end of the one that ended first: what holds until now is always kept. */
  firstMs(): number | null {
    return this.#firstOver.get() ?? null;
  }

  deleteBefore(timeMs: number, limit: number): number {
    return this.#deleteBefore.run(timeMs, limit).changes;
  }
}

interface Row {
  readonly slo: string;
  readonly since_ms: number;
  readonly digest: string;
  readonly content: string;
}

function toComposition({ slo, since_ms: sinceMs, digest, content }: Row): SloComposition {
  return { slo, sinceMs, digest, content: JSON.parse(content) as CompositionContent };
}
