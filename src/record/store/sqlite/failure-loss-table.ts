import type Database from 'better-sqlite3';

import type { FailureLoss } from '../../../domain/failure-evidence.js';
import { outcomeCode, outcomeOfCode } from '../../../domain/outcome.js';

/** Whose it is, the series' number tells. */
export type StoredLoss = Omit<FailureLoss, 'series'> & { readonly seriesId: number };

interface Row {
  readonly series: number;
  readonly outcome: number;
  readonly pushed_out: number;
  readonly expired: number;
  readonly last_ms: number;
}

/** How many failures of each series and outcome are not kept, and when the last of them was. */
export class FailureLossTable {
  readonly #add: Database.Statement<[number, number, number, number, number]>;
  readonly #all: Database.Statement<[], Row>;

  constructor(database: Database.Database) {
    this.#add = database.prepare(
      `INSERT INTO failure_losses VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
         pushed_out = pushed_out + excluded.pushed_out,
         expired = expired + excluded.expired,
         last_ms = max(last_ms, excluded.last_ms)`,
    );
    this.#all = database.prepare('SELECT series, outcome, pushed_out, expired, last_ms FROM failure_losses');
  }

  /** Adds to what is known: call it in the transaction in which they are lost. */
  add({ seriesId, outcome, pushedOut, expired, lastMs }: StoredLoss): void {
    this.#add.run(seriesId, outcomeCode(outcome), pushedOut, expired, lastMs);
  }

  all(): StoredLoss[] {
    return this.#all.all().map(({ series, outcome, pushed_out: pushedOut, expired, last_ms: lastMs }) => ({
      seriesId: series,
      outcome: outcomeOfCode(outcome),
      pushedOut,
      expired,
      lastMs,
    }));
  }
}
