import type Database from 'better-sqlite3';

import type { IncidentImpact } from '../../../domain/incident.js';
import type {
  IncidentProposal,
  ProposalOutcome,
  ProposalWords,
  ProposedAlert,
} from '../../../domain/incident-proposal.js';
import type { Prunable } from './prunable.js';

/** Incidents that alerts propose, each with its reasons. Call what writes within a transaction. */
export class IncidentProposalTable implements Prunable {
  readonly #all: Database.Statement<[], Row>;
  readonly #current: Database.Statement<[{ readonly sinceMs: number }], Row>;
  readonly #one: Database.Statement<[number], Row>;
  readonly #steps: Database.Statement<[number], StepRow>;
  readonly #add: Database.Statement<[Record<string, unknown>], number>;
  readonly #addStep: Database.Statement<[Record<string, unknown>]>;
  readonly #end: Database.Statement<[Record<string, unknown>]>;
  readonly #firstOver: Database.Statement<[], number | null>;
  readonly #overBefore: Database.Statement<[number, number], number>;
  readonly #delete: Database.Statement<[number]>;
  readonly #deleteSteps: Database.Statement<[number]>;

  constructor(database: Database.Database) {
    this.#all = database.prepare('SELECT * FROM incident_proposals ORDER BY id');
    this.#current = database.prepare(
      `SELECT * FROM incident_proposals p WHERE outcome IS NULL OR ended_at_ms >= $sinceMs
         OR EXISTS (SELECT 1 FROM incident_proposal_steps s WHERE s.proposal = p.id AND s.recorded_at_ms >= $sinceMs)
         OR (incident IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM incident_updates u WHERE u.incident = p.incident AND u.state = 'resolved'))
       ORDER BY id`,
    );
    this.#one = database.prepare('SELECT * FROM incident_proposals WHERE id = ?');
    this.#steps = database.prepare('SELECT * FROM incident_proposal_steps WHERE proposal = ? ORDER BY id');
    this.#add = database
      .prepare<[Record<string, unknown>], number>(
        'INSERT INTO incident_proposals (service, recorded_at_ms) VALUES ($service, $nowMs) RETURNING id',
      )
      .pluck();
    this.#addStep = database.prepare(
      `INSERT INTO incident_proposal_steps (proposal, title, message, impact, alerts, recorded_at_ms)
       VALUES ($proposal, $title, $message, $impact, $alerts, $nowMs)`,
    );
    this.#end = database.prepare(
      `UPDATE incident_proposals SET outcome = $outcome, ended_at_ms = $nowMs, ended_by = $by, incident = $incident
       WHERE id = $id`,
    );
    // One that was published lasts as long as its incident.
    const over = `FROM incident_proposals p WHERE outcome IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM incidents i WHERE i.id = p.incident)`;
    this.#firstOver = database.prepare<[], number | null>(`SELECT min(ended_at_ms) ${over}`).pluck();
    this.#overBefore = database
      .prepare<[number, number], number>(`SELECT id ${over} AND ended_at_ms < ? ORDER BY id LIMIT ?`)
      .pluck();
    this.#delete = database.prepare('DELETE FROM incident_proposals WHERE id = ?');
    this.#deleteSteps = database.prepare('DELETE FROM incident_proposal_steps WHERE proposal = ?');
  }

  /** In order of recording. */
  all(): IncidentProposal[] {
    return this.#all.all().map((row) => this.#toProposal(row));
  }

  /** Those that are open, that ended or had new reasons since a time, or whose incident is not over. */
  current(sinceMs: number): IncidentProposal[] {
    return this.#current.all({ sinceMs }).map((row) => this.#toProposal(row));
  }

  find(id: number): IncidentProposal | null {
    const row = this.#one.get(id);
    return row === undefined ? null : this.#toProposal(row);
  }

  /** Returns its id. */
  add(service: string, nowMs: number): number {
    const id = this.#add.get({ service, nowMs });
    if (id === undefined) throw new Error('INSERT … RETURNING gave no row');
    return id;
  }

  addStep(proposal: number, words: ProposalWords, alerts: readonly ProposedAlert[], nowMs: number): void {
    this.#addStep.run({ proposal, ...words, alerts: JSON.stringify(alerts), nowMs });
  }

  end(id: number, end: { outcome: ProposalOutcome; by: string; incident: number | null }, nowMs: number): void {
    this.#end.run({ id, ...end, nowMs });
  }

  firstMs(): number | null {
    return this.#firstOver.get() ?? null;
  }

  deleteBefore(timeMs: number, limit: number): number {
    const ids = this.#overBefore.all(timeMs, limit);
    for (const id of ids) {
      this.#deleteSteps.run(id);
      this.#delete.run(id);
    }
    return ids.length;
  }

  #toProposal(row: Row): IncidentProposal {
    const steps = this.#steps.all(row.id);
    const last = steps.at(-1);
    if (last === undefined) throw new Error(`proposal ${String(row.id)} has lost its steps`);
    const { title, message, impact } = last;
    const alerts = steps.flatMap((step) => JSON.parse(step.alerts) as readonly ProposedAlert[]);
    const { id, service, recorded_at_ms: proposedAtMs } = row;
    return { id, service, title, message, impact, alerts, proposedAtMs, end: toEnd(row) };
  }
}

interface Row {
  readonly id: number;
  readonly service: string;
  readonly recorded_at_ms: number;
  readonly outcome: ProposalOutcome | null;
  readonly ended_at_ms: number | null;
  readonly ended_by: string | null;
  readonly incident: number | null;
}

interface StepRow {
  readonly title: string;
  readonly message: string;
  readonly impact: IncidentImpact;
  readonly alerts: string;
}

function toEnd({ outcome, ended_at_ms: atMs, ended_by: by, incident }: Row): IncidentProposal['end'] {
  return outcome === null || atMs === null || by === null ? null : { outcome, atMs, by, incident };
}
