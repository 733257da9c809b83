import type Database from 'better-sqlite3';

import type { Clock } from '../../../domain/clock.js';
import type { PostMortem } from '../../../domain/incident.js';
import type { MaintenanceAction, RecordEvent } from '../../../domain/record-event.js';
import type { AlertLogTable } from './alert-log-table.js';
import { IncidentTable } from './incident-table.js';
import type { MackerelAlertTable } from './mackerel-alert-table.js';
import { MaintenanceTable } from './maintenance-table.js';
import { attempt } from './sqlite-errors.js';

interface EventTables {
  readonly alertLog: AlertLogTable;
  readonly mackerelAlerts: MackerelAlertTable;
}

/** What happened that others are told of, in order: triggers write it, whoever does what, in whatever process. */
export class EventJournal {
  readonly #database: Database.Database;
  readonly #clock: Clock;
  readonly #incidents: IncidentTable;
  readonly #maintenances: MaintenanceTable;
  readonly #alertLog: AlertLogTable;
  readonly #mackerelAlerts: MackerelAlertTable;
  readonly #latest: Database.Statement<[], number>;
  readonly #after: Database.Statement<[number, number], Row>;
  readonly #incidentOf: Database.Statement<[number], number>;
  readonly #firing: Database.Statement<[number], string>;
  readonly #postMortem: Database.Statement<[number], PostMortem & { readonly incident: number }>;
  readonly #due: Database.Statement<[Record<string, unknown>], { kind: string; subject: number }>;
  readonly #add: Database.Statement<[{ kind: string; subject: number }]>;

  constructor(database: Database.Database, { alertLog, mackerelAlerts }: EventTables, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
    this.#incidents = new IncidentTable(database);
    this.#maintenances = new MaintenanceTable(database);
    this.#alertLog = alertLog;
    this.#mackerelAlerts = mackerelAlerts;
    this.#latest = database.prepare<[], number>('SELECT coalesce(max(position), 0) FROM record_events').pluck();
    this.#after = database.prepare('SELECT * FROM record_events WHERE position > ? ORDER BY position LIMIT ?');
    this.#incidentOf = database.prepare<[number], number>('SELECT incident FROM incident_updates WHERE id = ?').pluck();
    this.#firing = database.prepare<[number], string>(LAST_FIRING).pluck();
    this.#postMortem = database.prepare(
      `SELECT incident, url, recorded_at_ms AS recordedAtMs, recorded_by AS recordedBy
       FROM incident_post_mortems WHERE id = ?`,
    );
    this.#due = database.prepare(DUE);
    this.#add = database.prepare('INSERT OR IGNORE INTO record_events (kind, subject) VALUES ($kind, $subject)');
  }

  /** The position of the last event; 0: there was none yet. */
  latest(): Promise<number> {
    return attempt('reading events', () => this.#latest.get() ?? 0);
  }

  /** At most `limit` events after a position, and up to where they are all there is. */
  after(position: number, limit: number): Promise<{ readonly events: readonly RecordEvent[]; readonly upTo: number }> {
    return attempt('reading events', () => {
      const rows = this.#after.all(position, limit);
      return { events: rows.flatMap((row) => this.#toEvent(row) ?? []), upTo: rows.at(-1)?.position ?? position };
    });
  }

  /**
   * Notes the maintenance that has begun or ended by now, each once: nobody writes anything when it does. What
   * was recorded after it had begun, or was over, was told of then.
   */
  noteTimes(): Promise<void> {
    return attempt('noting what maintenance began or ended', () => {
      const nowMs = this.#clock.nowMs();
      // Nothing is due nearly always: then nothing is written.
      if (this.#due.get({ nowMs }) === undefined) return;
      const note = (): void => {
        for (const due of this.#due.all({ nowMs })) this.#add.run(due);
      };
      this.#database.transaction(note).immediate();
    });
  }

  /** `null`: retention has removed what it is about. */
  #toEvent({ position, id, kind, subject }: Row): RecordEvent | null {
    switch (kind) {
      case 'update':
        return this.#updateEvent({ position, id }, subject);
      case 'post-mortem': {
        const found = this.#postMortem.get(subject);
        const incident = found === undefined ? null : this.#incidents.find(found.incident);
        if (found === undefined || incident === null) return null;
        const { url, recordedAtMs, recordedBy } = found;
        return { position, id, kind, incident, postMortem: { url, recordedAtMs, recordedBy } };
      }
      case 'alert': {
        const entry = this.#alertLog.find(subject);
        if (entry === null) return null;
        // Where retention has removed the firing, the end is told for itself.
        return { position, id, kind, entry, firing: this.#firing.get(subject) ?? id };
      }
      case 'mackerel': {
        const received = this.#mackerelAlerts.find(subject);
        return received === null ? null : { position, id, kind, received };
      }
      case 'announced':
      case 'cancelled':
      case 'begins':
      case 'ends': {
        const maintenance = this.#maintenances.find(subject);
        return maintenance === null ? null : { position, id, kind: 'maintenance', action: kind, maintenance };
      }
      default:
        return kind satisfies never;
    }
  }

  #updateEvent(at: { readonly position: number; readonly id: string }, updateId: number): RecordEvent | null {
    const incident = this.#incidents.find(this.#incidentOf.get(updateId) ?? 0);
    const update = incident?.updates.find(({ id }) => id === updateId);
    return incident === null || update === undefined ? null : { ...at, kind: 'incident', incident, update };
  }
}

const DUE = `
  SELECT kind, subject FROM (
    SELECT 'begins' AS kind, id AS subject, from_ms AS at_ms FROM maintenances
      WHERE from_ms <= $nowMs AND from_ms >= recorded_at_ms AND (cancelled_at_ms IS NULL OR cancelled_at_ms > from_ms)
    UNION ALL
    SELECT 'ends', id, to_ms FROM maintenances
      WHERE to_ms <= $nowMs AND to_ms >= recorded_at_ms AND cancelled_at_ms IS NULL
  ) AS due
  WHERE NOT EXISTS (SELECT 1 FROM record_events e WHERE e.kind = due.kind AND e.subject = due.subject)
  ORDER BY at_ms, subject`;

/** The event of the change by which an alert last began to fire, as of a change of it. */
const LAST_FIRING = `
  SELECT e.id FROM alert_transitions change
  JOIN alert_transitions firing
    ON firing.slo = change.slo AND firing.alert = change.alert AND firing.to_state = 'firing' AND firing.id <= change.id
  JOIN record_events e ON e.kind = 'alert' AND e.subject = firing.id
  WHERE change.id = ? ORDER BY firing.id DESC LIMIT 1`;

interface Row {
  readonly position: number;
  readonly id: string;
  readonly kind: 'update' | 'post-mortem' | 'alert' | 'mackerel' | MaintenanceAction;
  readonly subject: number;
}
