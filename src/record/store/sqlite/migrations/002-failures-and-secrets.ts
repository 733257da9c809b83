/**
 * The last failures of each series are a ring: `number` counts them, `position` is where it stands
 * in the ring, so that a new one takes the place of the oldest and nothing is ever deleted for room.
 */
export const failuresAndSecrets = `
  CREATE TABLE failures (
    series INTEGER NOT NULL,
    position INTEGER NOT NULL,
    number INTEGER NOT NULL,
    scheduled_at_ms REAL NOT NULL,
    -- Its code.
    outcome INTEGER NOT NULL,
    -- JSON.
    details TEXT NOT NULL,
    -- Of the reply.
    bytes BLOB,
    PRIMARY KEY (series, position)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX failures_by_time ON failures (scheduled_at_ms);

  CREATE TABLE secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;
