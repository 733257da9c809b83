import type Database from 'better-sqlite3';

import type { NewPublishedReport, PublishedReport } from '../../../domain/published-report.js';
import type { Prunable } from './prunable.js';

/** What published figures were made of. */
export class ReportTable implements Prunable {
  readonly #of: Database.Statement<[string], Row>;
  readonly #add: Database.Statement<[Record<string, unknown>]>;
  readonly #first: Database.Statement<[], number | null>;
  readonly #deleteBefore: Database.Statement<[number, number]>;

  constructor(database: Database.Database) {
    this.#of = database.prepare(
      'SELECT month, slo, digest, inputs, published_at_ms FROM published_reports WHERE month = ? ORDER BY id',
    );
    this.#add = database.prepare(
      `INSERT INTO published_reports (month, slo, digest, inputs, published_at_ms)
       VALUES ($month, $slo, $digest, $inputs, $nowMs) ON CONFLICT DO NOTHING`,
    );
    this.#first = database.prepare<[], number | null>('SELECT min(published_at_ms) FROM published_reports').pluck();
    this.#deleteBefore = database.prepare('DELETE FROM published_reports WHERE published_at_ms < ? LIMIT ?');
  }

  /** Of one month, in order of publication. */
  of(month: string): PublishedReport[] {
    return this.#of.all(month).map(toReport);
  }

  /** What was published before with the same digest stays as it was. */
  add({ inputs, ...report }: NewPublishedReport, nowMs: number): void {
    this.#add.run({ ...report, inputs: JSON.stringify(inputs), nowMs });
  }

  firstMs(): number | null {
    return this.#first.get() ?? null;
  }

  deleteBefore(timeMs: number, limit: number): number {
    return this.#deleteBefore.run(timeMs, limit).changes;
  }
}

interface Row {
  readonly month: string;
  readonly slo: string;
  readonly digest: string;
  readonly inputs: string;
  readonly published_at_ms: number;
}

function toReport({ month, slo, digest, inputs, published_at_ms: publishedAtMs }: Row): PublishedReport {
  return { month, slo, digest, inputs: JSON.parse(inputs) as unknown, publishedAtMs };
}
