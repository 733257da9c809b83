/**
 * What operators said, what alerts did, what SLOs consisted of, and what was published. Nothing is
 * changed afterwards, but that it was taken back, and nothing is deleted before the history it speaks
 * of is: who reads a report can see how its figures came about.
 */
export const operatorActions = `
  CREATE TABLE maintenances (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    message TEXT,
    from_ms REAL NOT NULL,
    to_ms REAL NOT NULL,
    -- JSON array of names; empty: all.
    slos TEXT NOT NULL,
    recorded_at_ms REAL NOT NULL,
    recorded_by TEXT NOT NULL,
    cancelled_at_ms REAL,
    cancelled_by TEXT
  ) STRICT;

  CREATE TABLE corrections (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    slo TEXT NOT NULL,
    from_ms REAL NOT NULL,
    to_ms REAL NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('exclude', 'restore')),
    reason TEXT NOT NULL,
    recorded_at_ms REAL NOT NULL,
    recorded_by TEXT NOT NULL,
    revoked_at_ms REAL,
    revoked_by TEXT
  ) STRICT;

  CREATE TABLE incidents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    impact TEXT NOT NULL CHECK (impact IN ('minor', 'major', 'critical')),
    -- JSON array of names; empty: none in particular.
    slos TEXT NOT NULL
  ) STRICT;

  CREATE TABLE incident_updates (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    incident INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('investigating', 'identified', 'monitoring', 'resolved')),
    message TEXT NOT NULL,
    at_ms REAL NOT NULL,
    recorded_at_ms REAL NOT NULL,
    recorded_by TEXT NOT NULL
  ) STRICT;
  CREATE INDEX incident_updates_in_order ON incident_updates (incident, at_ms, id);

  CREATE TABLE alert_transitions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- Key of a definition.
    slo TEXT NOT NULL,
    alert TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    at_ms REAL NOT NULL,
    severity TEXT NOT NULL,
    explanation TEXT NOT NULL,
    -- JSON.
    evidence TEXT NOT NULL
  ) STRICT;
  CREATE INDEX alert_transitions_by_time ON alert_transitions (at_ms);
  CREATE INDEX alert_transitions_by_slo ON alert_transitions (slo, at_ms);

  CREATE TABLE slo_compositions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- Key of a definition.
    slo TEXT NOT NULL,
    since_ms REAL NOT NULL,
    digest TEXT NOT NULL,
    -- JSON.
    content TEXT NOT NULL
  ) STRICT;
  CREATE INDEX slo_compositions_in_order ON slo_compositions (slo, id);

  CREATE TABLE published_reports (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    month TEXT NOT NULL,
    slo TEXT NOT NULL,
    digest TEXT NOT NULL,
    -- JSON.
    inputs TEXT NOT NULL,
    published_at_ms REAL NOT NULL,
    UNIQUE (month, slo, digest)
  ) STRICT;

  ${[
    stays('maintenances', 'id, title, message, from_ms, to_ms, slos, recorded_at_ms, recorded_by'),
    stays('corrections', 'id, slo, from_ms, to_ms, kind, reason, recorded_at_ms, recorded_by'),
    stays('incidents'),
    stays('incident_updates'),
    stays('alert_transitions'),
    stays('slo_compositions'),
    stays('published_reports'),
  ].join('\n')}
`;

/** A mistake in a program, or a hand on the file, must not change what was recorded: all, or some columns. */
export function stays(table: string, columns?: string): string {
  const of = columns === undefined ? '' : `OF ${columns}`;
  return `CREATE TRIGGER ${table}_stay BEFORE UPDATE ${of} ON ${table}
    BEGIN SELECT RAISE(ABORT, 'what was recorded stays as it is'); END;`;
}
