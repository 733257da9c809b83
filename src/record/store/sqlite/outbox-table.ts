import type Database from 'better-sqlite3';

import { attempt } from './sqlite-errors.js';

/** A message that must leave the daemon exactly once; `payload` is JSON. */
export interface OutboxMessage {
  readonly timeMs: number;
  readonly payload: string;
}

export interface NewOutboxMessage extends OutboxMessage {
  /** The alert that it tells of. */
  readonly alert?: { readonly uid: string; readonly isOver: boolean };
}

export interface OutboxDepth {
  readonly count: number;
  readonly parked: number;
  readonly oldestMs: number | null;
}

/** Messages of each channel, in order of time, and how far each channel has been filled (`Outbox`). Fails with `StoreError`. */
export class OutboxTable {
  readonly #database: Database.Database;
  readonly #insert: Database.Statement<[string, number, string]>;
  readonly #setWatermark: Database.Statement<[string, number]>;
  readonly #watermark: Database.Statement<[string], number>;
  readonly #next: Database.Statement<[string, number], OutboxMessage & { readonly id: number }>;
  readonly #remove: Database.Statement<[number]>;
  readonly #park: Database.Statement<[string, number]>;
  readonly #countBefore: Database.Statement<[string, number], number>;
  readonly #dropBefore: Database.Statement<[string, number]>;
  readonly #channels: Database.Statement<[], string>;
  readonly #forget: readonly Database.Statement<[string]>[];
  readonly #depth: Database.Statement<[string], OutboxDepth>;
  readonly #openAlert: Database.Statement<[string, string]>;
  readonly #closeAlert: Database.Statement<[string, string]>;
  readonly #openAlerts: Database.Statement<[string], string>;

  constructor(database: Database.Database) {
    this.#database = database;
    this.#insert = database.prepare('INSERT INTO outbox (channel, time_ms, payload) VALUES (?, ?, ?)');
    this.#setWatermark = database.prepare('INSERT OR REPLACE INTO outbox_watermarks VALUES (?, ?)');
    this.#watermark = database
      .prepare<[string], number>('SELECT watermark_ms FROM outbox_watermarks WHERE channel = ?')
      .pluck();
    this.#next = database.prepare(
      `SELECT id, time_ms AS timeMs, payload FROM outbox WHERE channel = ? AND parked IS NULL
       ORDER BY time_ms, id LIMIT ?`,
    );
    this.#remove = database.prepare('DELETE FROM outbox WHERE id = ?');
    this.#park = database.prepare('UPDATE outbox SET parked = ? WHERE id = ?');
    this.#countBefore = database
      .prepare<[string, number], number>(
        'SELECT count(*) FROM outbox WHERE channel = ? AND time_ms < ? AND parked IS NULL',
      )
      .pluck();
    this.#dropBefore = database.prepare('DELETE FROM outbox WHERE channel = ? AND time_ms < ?');
    this.#channels = database
      .prepare<[], string>(
        'SELECT channel FROM outbox_watermarks UNION SELECT channel FROM outbox UNION SELECT channel FROM outbox_alerts',
      )
      .pluck();
    this.#forget = ['outbox_watermarks', 'outbox', 'outbox_alerts'].map((table) =>
      database.prepare(`DELETE FROM ${table} WHERE channel = ?`),
    );
    this.#depth = database.prepare(
      `SELECT count(*) FILTER (WHERE parked IS NULL) AS count, count(parked) AS parked,
         min(time_ms) FILTER (WHERE parked IS NULL) AS oldestMs
       FROM outbox WHERE channel = ?`,
    );
    this.#openAlert = database.prepare('INSERT OR IGNORE INTO outbox_alerts VALUES (?, ?)');
    this.#closeAlert = database.prepare('DELETE FROM outbox_alerts WHERE channel = ? AND uid = ?');
    this.#openAlerts = database.prepare<[string], string>('SELECT uid FROM outbox_alerts WHERE channel = ?').pluck();
  }

  enqueue(channel: string, messages: readonly NewOutboxMessage[], watermark: number): Promise<void> {
    return this.#inTransaction('filling the outbox', () => {
      for (const { timeMs, payload, alert } of messages) {
        this.#insert.run(channel, timeMs, payload);
        if (alert !== undefined) (alert.isOver ? this.#closeAlert : this.#openAlert).run(channel, alert.uid);
      }
      this.#setWatermark.run(channel, watermark);
    });
  }

  watermark(channel: string): Promise<number | null> {
    return attempt('reading the outbox', () => this.#watermark.get(channel) ?? null);
  }

  /** Alerts that the channel was told of and that are not over, by `uid`. */
  openAlerts(channel: string): Promise<ReadonlySet<string>> {
    return attempt('reading the outbox', () => new Set(this.#openAlerts.all(channel)));
  }

  next(channel: string, limit: number): Promise<readonly (OutboxMessage & { readonly id: number })[]> {
    return attempt('reading the outbox', () => this.#next.all(channel, limit));
  }

  remove(ids: readonly number[]): Promise<void> {
    return this.#inTransaction('emptying the outbox', () => {
      for (const id of ids) this.#remove.run(id);
    });
  }

  park(ids: readonly number[], reason: string): Promise<void> {
    return this.#inTransaction('parking messages', () => {
      for (const id of ids) this.#park.run(reason, id);
    });
  }

  /** Returns how many of those dropped were not parked. */
  dropBefore(channel: string, timeMs: number): Promise<number> {
    return this.#inTransaction('dropping old messages', () => {
      const waiting = this.#countBefore.get(channel, timeMs) ?? 0;
      this.#dropBefore.run(channel, timeMs);
      return waiting;
    });
  }

  /** Forgets channels whose name begins with `prefix`, with all that waits in them, but those that are named. */
  forgetOthers(prefix: string, kept: readonly string[]): Promise<void> {
    return this.#inTransaction('forgetting channels', () => {
      const others = this.#channels.all().filter((channel) => channel.startsWith(prefix) && !kept.includes(channel));
      for (const channel of others) for (const forget of this.#forget) forget.run(channel);
    });
  }

  depth(channel: string): Promise<OutboxDepth> {
    return attempt('reading the outbox', () => this.#depth.get(channel) ?? { count: 0, parked: 0, oldestMs: null });
  }

  #inTransaction<T>(action: string, work: () => T): Promise<T> {
    return attempt(action, () => this.#database.transaction(work).immediate());
  }
}
