import type Database from 'better-sqlite3';

/**
 * How far work on the cells has come, in whole minutes since the epoch. Columns change in the
 * transaction of the cells they speak of.
 */
export interface Progress {
  /** Rises whenever time that was final may have changed. */
  readonly version: number;
  /** End of the last minute the daemon itself wrote. */
  readonly own_to: number;
  /** The daemon's own minutes before this are rolled up into hours. */
  readonly hours_to: number;
  /** The daemon's own hours before this are rolled up into days. */
  readonly days_to: number;
  /** Minutes before this were removed, or not kept of what was imported. */
  readonly minutes_from: number;
  /** The same of hours. */
  readonly hours_from: number;
}

export class ProgressTable {
  readonly #get: Database.Statement<[], Progress>;
  readonly #set: Database.Statement<[Progress]>;

  constructor(database: Database.Database) {
    this.#get = database.prepare('SELECT version, own_to, hours_to, days_to, minutes_from, hours_from FROM progress');
    this.#set = database.prepare(
      `UPDATE progress SET version = $version, own_to = $own_to, hours_to = $hours_to, days_to = $days_to,
         minutes_from = $minutes_from, hours_from = $hours_from`,
    );
  }

  get(): Progress {
    const progress = this.#get.get();
    if (progress === undefined) throw new Error('the table progress has lost its row');
    return progress;
  }

  /** Call it within the transaction that `before` was read in. */
  change(before: Progress, changes: Partial<Progress>): void {
    this.#set.run({ ...before, ...changes });
  }
}
