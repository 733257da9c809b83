/** What operators said that changes what counts. Nothing is ever deleted: who reads a report can see what was taken back. */
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
`;
