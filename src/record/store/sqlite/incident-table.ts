import type Database from 'better-sqlite3';

import type {
  IncidentImpact,
  IncidentUpdate,
  NewIncident,
  NewIncidentUpdate,
  NewPostMortem,
  PostMortem,
  RecordedIncident,
} from '../../../domain/incident.js';
import { IncidentParts } from './incident-parts.js';
import type { Prunable } from './prunable.js';

/** Incidents, each with what was told of it. Call what writes within a transaction. */
export class IncidentTable implements Prunable {
  readonly #all: Database.Statement<[], Row>;
  readonly #current: Database.Statement<[number], number>;
  readonly #one: Database.Statement<[number], Row>;
  readonly #updates: IncidentParts<UpdateRow>;
  readonly #slos: IncidentParts<SloRow>;
  readonly #postMortems: IncidentParts<PostMortemRow>;
  readonly #add: Database.Statement<[Record<string, unknown>], number>;
  readonly #addUpdate: Database.Statement<[Record<string, unknown>]>;
  readonly #addSlo: Database.Statement<[Record<string, unknown>]>;
  readonly #addPostMortem: Database.Statement<[Record<string, unknown>]>;
  readonly #firstOver: Database.Statement<[], number | null>;
  readonly #overBefore: Database.Statement<[number, number], number>;
  readonly #delete: Database.Statement<[number]>;

  constructor(database: Database.Database) {
    this.#all = database.prepare('SELECT id, title, impact, slos FROM incidents ORDER BY id');
    this.#current = database
      .prepare<[number], number>(
        `SELECT id FROM incidents i WHERE NOT EXISTS (SELECT 1 FROM incident_updates u
           WHERE u.incident = i.id AND u.state = 'resolved' AND u.recorded_at_ms < ?) ORDER BY id`,
      )
      .pluck();
    this.#one = database.prepare('SELECT id, title, impact, slos FROM incidents WHERE id = ?');
    this.#updates = new IncidentParts(database, 'incident_updates', 'at_ms, id');
    this.#slos = new IncidentParts(database, 'incident_slos', 'id');
    this.#postMortems = new IncidentParts(database, 'incident_post_mortems', 'id');
    this.#add = database
      .prepare<[Record<string, unknown>], number>(
        'INSERT INTO incidents (title, impact, slos) VALUES ($title, $impact, $slos) RETURNING id',
      )
      .pluck();
    this.#addUpdate = database.prepare(
      `INSERT INTO incident_updates (incident, state, message, at_ms, recorded_at_ms, recorded_by)
       VALUES ($incident, $state, $message, $atMs, $nowMs, $by)`,
    );
    this.#addSlo = database.prepare(
      `INSERT INTO incident_slos (incident, slo, recorded_at_ms, recorded_by) VALUES ($incident, $slo, $nowMs, $by)`,
    );
    this.#addPostMortem = database.prepare(
      `INSERT INTO incident_post_mortems (incident, url, recorded_at_ms, recorded_by)
       VALUES ($incident, $url, $nowMs, $by)`,
    );
    const over = `FROM incident_updates WHERE state = 'resolved'`;
    this.#firstOver = database.prepare<[], number | null>(`SELECT min(max(at_ms, recorded_at_ms)) ${over}`).pluck();
    this.#overBefore = database
      .prepare<[number, number], number>(
        `SELECT incident ${over} AND max(at_ms, recorded_at_ms) < ? ORDER BY incident LIMIT ?`,
      )
      .pluck();
    this.#delete = database.prepare('DELETE FROM incidents WHERE id = ?');
  }

  /** In order of recording. */
  all(): RecordedIncident[] {
    const updates = this.#updates.byIncident();
    const slos = this.#slos.byIncident();
    const postMortems = this.#postMortems.byIncident();
    return this.#all.all().map((row) =>
      toIncident(row, {
        updates: updates.get(row.id) ?? [],
        slos: slos.get(row.id) ?? [],
        postMortems: postMortems.get(row.id) ?? [],
      }),
    );
  }

  /** Those that are not over, or of which that was told since a time. */
  current(resolvedSinceMs: number): RecordedIncident[] {
    return this.#current.all(resolvedSinceMs).flatMap((id) => this.find(id) ?? []);
  }

  find(id: number): RecordedIncident | null {
    const row = this.#one.get(id);
    if (row === undefined) return null;
    const [updates, slos, postMortems] = [this.#updates.of(id), this.#slos.of(id), this.#postMortems.of(id)];
    return toIncident(row, { updates, slos, postMortems });
  }

  /** Returns its id. */
  add({ title, impact, slos, first }: NewIncident, nowMs: number): number {
    const id = this.#add.get({ title, impact, slos: JSON.stringify(slos) });
    if (id === undefined) throw new Error('INSERT … RETURNING gave no row');
    this.addUpdate(id, first, nowMs);
    return id;
  }

  addUpdate(incident: number, { state, message, atMs, by, slos = [] }: NewIncidentUpdate, nowMs: number): void {
    this.#addUpdate.run({ incident, state, message, atMs, by, nowMs });
    this.addSlos(incident, { slos, by }, nowMs);
  }

  /** Those that it has already stay as they are. */
  addSlos(incident: number, { slos, by }: { slos: readonly string[]; by: string }, nowMs: number): void {
    const known = new Set(this.find(incident)?.slos);
    for (const slo of new Set(slos)) if (!known.has(slo)) this.#addSlo.run({ incident, slo, nowMs, by });
  }

  addPostMortem(incident: number, { url, by }: NewPostMortem, nowMs: number): void {
    this.#addPostMortem.run({ incident, url, nowMs, by });
  }

  /** When the first one was resolved, or that was told. */
  firstMs(): number | null {
    return this.#firstOver.get() ?? null;
  }

  /** Those that were resolved before a time. */
  deleteBefore(timeMs: number, limit: number): number {
    const ids = this.#overBefore.all(timeMs, limit);
    for (const id of ids) {
      for (const part of [this.#updates, this.#slos, this.#postMortems]) part.deleteOf(id);
      this.#delete.run(id);
    }
    return ids.length;
  }
}

interface Row {
  readonly id: number;
  readonly title: string;
  readonly impact: IncidentImpact;
  readonly slos: string;
}

interface PartRow {
  readonly id: number;
  readonly incident: number;
  readonly recorded_at_ms: number;
  readonly recorded_by: string;
}

interface UpdateRow extends PartRow {
  readonly state: IncidentUpdate['state'];
  readonly message: string;
  readonly at_ms: number;
}

interface SloRow extends PartRow {
  readonly slo: string;
}

interface PostMortemRow extends PartRow {
  readonly url: string;
}

interface Parts {
  readonly updates: readonly UpdateRow[];
  readonly slos: readonly SloRow[];
  readonly postMortems: readonly PostMortemRow[];
}

function toIncident({ id, title, impact, slos }: Row, parts: Parts): RecordedIncident {
  const postMortems = parts.postMortems.map(toPostMortem);
  return {
    id,
    title,
    impact,
    slos: [...(JSON.parse(slos) as readonly string[]), ...parts.slos.map(({ slo }) => slo)],
    updates: parts.updates.map(toUpdate),
    postMortemUrl: postMortems.at(-1)?.url ?? null,
    postMortemAtMs: postMortems.at(-1)?.recordedAtMs ?? null,
    postMortems,
  };
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

function toPostMortem({ url, recorded_at_ms: recordedAtMs, recorded_by: recordedBy }: PostMortemRow): PostMortem {
  return { url, recordedAtMs, recordedBy };
}
