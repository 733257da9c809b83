import { stays } from './004-operator-actions.js';

interface Trigger {
  readonly name: string;
  readonly sql: string;
}

/** Those that keep the journal of events. */
export const EVENT_TRIGGERS: readonly Trigger[] = [
  happens('incident_updates', 'AFTER INSERT', 'update'),
  happens('incident_post_mortems', 'AFTER INSERT', 'post-mortem'),
  happens('maintenances', 'AFTER INSERT', 'announced'),
  happens('maintenances', 'AFTER UPDATE OF cancelled_at_ms', 'cancelled'),
  happens('alert_transitions', 'AFTER INSERT', 'alert', `NEW.to_state = 'firing' OR NEW.from_state = 'firing'`),
  forgets('incident_updates', 'update'),
  forgets('incident_post_mortems', 'post-mortem'),
  forgets('maintenances', 'announced', 'cancelled', 'begins', 'ends'),
  forgets('alert_transitions', 'alert'),
];

/**
 * What incidents grow by, incidents that alerts propose, a number that changes with every record of
 * operators, and a journal of what is told to others. Triggers keep the last two, so that whoever writes,
 * in whatever process, is noticed.
 */
export const incidentsAndEvents = `
  -- SLOs that turned out to be affected after an incident was opened.
  CREATE TABLE incident_slos (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    incident INTEGER NOT NULL,
    slo TEXT NOT NULL,
    recorded_at_ms REAL NOT NULL,
    recorded_by TEXT NOT NULL,
    UNIQUE (incident, slo)
  ) STRICT;

  -- The last one holds.
  CREATE TABLE incident_post_mortems (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    incident INTEGER NOT NULL,
    url TEXT NOT NULL,
    recorded_at_ms REAL NOT NULL,
    recorded_by TEXT NOT NULL
  ) STRICT;
  CREATE INDEX incident_post_mortems_in_order ON incident_post_mortems (incident, id);

  CREATE TABLE incident_proposals (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    service TEXT NOT NULL,
    recorded_at_ms REAL NOT NULL,
    -- What became of it; all four are NULL while it is open.
    outcome TEXT CHECK (outcome IN ('published', 'dismissed', 'lapsed')),
    ended_at_ms REAL,
    ended_by TEXT,
    -- That it was published as.
    incident INTEGER
  ) STRICT;
  CREATE UNIQUE INDEX incident_proposals_open ON incident_proposals (service) WHERE outcome IS NULL;
  CREATE INDEX incident_proposals_ended ON incident_proposals (ended_at_ms);

  -- Each adds its alerts; the last one's words hold.
  CREATE TABLE incident_proposal_steps (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    proposal INTEGER NOT NULL,
    title TEXT NOT NULL,
    message TEXT NOT NULL,
    impact TEXT NOT NULL CHECK (impact IN ('minor', 'major', 'critical')),
    -- JSON.
    alerts TEXT NOT NULL,
    recorded_at_ms REAL NOT NULL
  ) STRICT;
  CREATE INDEX incident_proposal_steps_in_order ON incident_proposal_steps (proposal, id);

  CREATE TABLE record_revision (revision INTEGER NOT NULL) STRICT;
  INSERT INTO record_revision VALUES (0);

  CREATE TABLE record_events (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    -- Unlike any other's, of this store or another.
    id TEXT NOT NULL DEFAULT (lower(hex(randomblob(16)))),
    kind TEXT NOT NULL CHECK (kind IN ('update', 'post-mortem', 'announced', 'cancelled', 'begins', 'ends', 'alert')),
    -- Id of the row that it is about.
    subject INTEGER NOT NULL,
    UNIQUE (kind, subject)
  ) STRICT;

  ${[
    stays('incident_slos'),
    stays('incident_post_mortems'),
    stays('incident_proposals', 'id, service, recorded_at_ms'),
    stays('incident_proposal_steps'),
    stays('record_events'),
  ].join('\n')}
  CREATE TRIGGER incident_proposals_end_once BEFORE UPDATE ON incident_proposals WHEN OLD.outcome IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'what was recorded stays as it is'); END;

  ${[
    'maintenances',
    'corrections',
    'incidents',
    'incident_updates',
    'incident_slos',
    'incident_post_mortems',
    'incident_proposals',
    'incident_proposal_steps',
  ]
    .map(revises)
    .join('\n')}

  ${EVENT_TRIGGERS.map(({ sql }) => sql).join('\n')}
`;

export function revises(table: string): string {
  const trigger = (event: string): string =>
    `CREATE TRIGGER ${table}_revise_${event.toLowerCase()} AFTER ${event} ON ${table}
      BEGIN UPDATE record_revision SET revision = revision + 1; END;`;
  return ['INSERT', 'UPDATE', 'DELETE'].map(trigger).join('\n');
}

/** What happens once only, whatever is written. */
export function happens(table: string, after: string, kind: string, when = 'TRUE'): Trigger {
  const name = `${table}_event_${kind.replace('-', '_')}`;
  const sql = `CREATE TRIGGER ${name} ${after} ON ${table} WHEN ${when}
    BEGIN INSERT OR IGNORE INTO record_events (kind, subject) VALUES ('${kind}', NEW.id); END;`;
  return { name, sql };
}

/** Events go with what they are about. */
export function forgets(table: string, ...kinds: readonly string[]): Trigger {
  const list = kinds.map((kind) => `'${kind}'`).join(', ');
  const name = `${table}_event_forget`;
  const sql = `CREATE TRIGGER ${name} AFTER DELETE ON ${table}
    BEGIN DELETE FROM record_events WHERE kind IN (${list}) AND subject = OLD.id; END;`;
  return { name, sql };
}
