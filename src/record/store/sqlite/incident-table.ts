import type Database from 'better-sqlite3';

import type {
  Incident,
  IncidentImpact,
  IncidentUpdate,
  NewIncident,
  NewIncidentUpdate,
} from '../../../domain/incident.js';
import type { Prunable } from './prunable.js';

/** Incidents, each with what was told of it. Call what writes within a transaction. */
export class IncidentTable implements Prunable {
  readonly #all: Database.Statement<[], Row>;
  readonly #one: Database.Statement<[number], Row>;
  readonly #updates: Database.Statement<[number], UpdateRow>;
  readonly #add: Database.Statement<[Record<string, unknown>], number>;
  readonly #addUpdate: Database.Statement<[Record<string, unknown>]>;
  readonly #firstOver: Database.Statement<[], number | null>;
  readonly #overBefore: Database.Statement<[number, number], number>;
  readonly #delete: Database.Statement<[number]>;
  readonly #deleteUpdates: Database.Statement<[number]>;

  constructor(database: Database.Database) {
    this.#all = database.prepare('SELECT id, title, impact, slos FROM incidents ORDER BY id');
    this.#one = database.prepare('SELECT id, title, impact, slos FROM incidents WHERE id = ?');
    this.#updates = database.prepare(
      'SELECT id, state, message, at_ms, recorded_at_ms, recorded_by FROM incident_updates WHERE incident = ? ORDER BY at_ms, id',
    );
    this.#add = database
      .prepare<[Record<string, unknown>], number>(
        'INSERT INTO incidents (title, impact, slos) VALUES ($title, $impact, $slos) RETURNING id',
      )
      .pluck();
    this.#addUpdate = database.prepare(
      `INSERT INTO incident_updates (incident, state, message, at_ms, recorded_at_ms, recorded_by)
       VALUES ($incident, $state, $message, $atMs, $nowMs, $by)`,
    );
    const over = `FROM incident_updates WHERE state = 'resolved'`;
    this.#firstOver = database.prepare<[], number | null>(`SELECT min(max(at_ms, recorded_at_ms)) ${over}`).pluck();
    this.#overBefore = database
      .prepare<[number, number], number>(
        `SELECT incident ${over} AND max(at_ms, recorded_at_ms) < ? ORDER BY incident LIMIT ?`,
      )
      .pluck();
    this.#delete = database.prepare('DELETE FROM incidents WHERE id = ?');
    this.#deleteUpdates = database.prepare('DELETE FROM incident_updates WHERE incident = ?');
  }

  /** In order of recording. */
  all(): Incident[] {
    return this.#all.all().map((row) => this.#toIncident(row));
  }

  find(id: number): Incident | null {
    const row = this.#one.get(id);
    return row === undefined ? null : this.#toIncident(row);
  }

  /** Returns its id. */
  add({ title, impact, slos, first }: NewIncident, nowMs: number): number {
    const id = this.#add.get({ title, impact, slos: JSON.stringify(slos) });
    if (id === undefined) throw new Error('INSERT … RETURNING gave no row');
    this.addUpdate(id, first, nowMs);
    return id;
  }

  addUpdate(incident: number, update: NewIncidentUpdate, nowMs: number): void {
    this.#addUpdate.run({ incident, ...update, nowMs });
  }

  /** When the first one was resolved, or that was told. */
  firstMs(): number | null {
    return this.#firstOver.get() ?? null;
  }

  /** Those that were resolved before a time. */
  deleteBefore(timeMs: number, limit: number): number {
    const ids = this.#overBefore.all(timeMs, limit);
    for (const id of ids) {
      this.#deleteUpdates.run(id);
      this.#delete.run(id);
    }
    return ids.length;
  }

  #toIncident({ id, title, impact, slos }: Row): Incident {
    const updates = this.#updates.all(id).map(toUpdate);
    return { id, title, impact, slos: JSON.parse(slos) as readonly string[], updates };
  }
}

interface Row {
  readonly id: number;
  readonly title: string;
  readonly impact: IncidentImpact;
  readonly slos: string;
}

interface UpdateRow {
  readonly id: number;
  readonly state: IncidentUpdate['state'];
  readonly message: string;
  readonly at_ms: number;
  readonly recorded_at_ms: number;
  readonly recorded_by: string;
}

function toUpdate(row: UpdateRow): IncidentUpdate {
  return {
    id: row.id,
    state: row.state,
    message: row.message,
    atMs: row.at_ms,
    recordedAtMs: row.recorded_at_ms,
    recordedBy: row.recorded_by,
  };
}
