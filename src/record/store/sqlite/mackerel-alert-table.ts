import type Database from 'better-sqlite3';

import type { Clock } from '../../../domain/clock.js';
import type { MackerelAlert, ReceivedMackerelAlert } from '../../../domain/mackerel-alert.js';
import type { Prunable } from './prunable.js';
import { attempt } from './sqlite-errors.js';

/** What Mackerel's webhooks told of alerts, in order. Fails with `StoreError`. */
export class MackerelAlertTable implements Prunable {
  readonly #clock: Clock;
  readonly #add: Database.Statement<[Record<string, unknown>], Row>;
  readonly #since: Database.Statement<[Record<string, unknown>], Row>;
  readonly #one: Database.Statement<[number], Row>;
  readonly #first: Database.Statement<[], number | null>;
  readonly #deleteBefore: Database.Statement<[number, number]>;

  constructor(database: Database.Database, clock: Clock) {
    this.#clock = clock;
    this.#add = database.prepare(
      `INSERT INTO mackerel_alerts (received_at_ms, content) VALUES ($nowMs, $content)
       RETURNING id, received_at_ms, content`,
    );
    this.#since = database.prepare(
      'SELECT id, received_at_ms, content FROM mackerel_alerts WHERE received_at_ms >= $sinceMs ORDER BY id',
    );
    this.#one = database.prepare('SELECT id, received_at_ms, content FROM mackerel_alerts WHERE id = ?');
    this.#first = database.prepare<[], number | null>('SELECT min(received_at_ms) FROM mackerel_alerts').pluck();
    this.#deleteBefore = database.prepare('DELETE FROM mackerel_alerts WHERE received_at_ms < ? LIMIT ?');
  }

  /** Keeps what was told; afterwards a crash cannot lose it. */
  add(alert: MackerelAlert): Promise<ReceivedMackerelAlert> {
    return attempt('keeping an alert of Mackerel', () => {
      const added = this.#add.get({ nowMs: this.#clock.nowMs(), content: JSON.stringify(alert) });
      if (added === undefined) throw new Error('INSERT … RETURNING gave no row');
      return toReceived(added);
    });
  }

  /** All that was received since a time, in order. */
  receivedSince(sinceMs: number): Promise<readonly ReceivedMackerelAlert[]> {
    return attempt('reading alerts of Mackerel', () => this.#since.all({ sinceMs }).map(toReceived));
  }

  /** By the id of its row. */
  find(id: number): ReceivedMackerelAlert | null {
    const row = this.#one.get(id);
    return row === undefined ? null : toReceived(row);
  }

  firstMs(): number | null {
    return this.#first.get() ?? null;
  }

  deleteBefore(timeMs: number, limit: number): number {
    return this.#deleteBefore.run(timeMs, limit).changes;
  }
}

interface Row {
  readonly id: number;
  readonly received_at_ms: number;
  readonly content: string;
}

function toReceived({ id, received_at_ms: receivedAtMs, content }: Row): ReceivedMackerelAlert {
  return { id, receivedAtMs, alert: JSON.parse(content) as MackerelAlert };
}
