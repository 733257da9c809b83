/**
 * `start` and the times in `progress` are whole minutes since the epoch. Cells are keyed by time
 * first: what is written next goes to the end, so that pages stay full.
 */
export const cellsAndStates = `
  CREATE TABLE series (
    id INTEGER PRIMARY KEY,
    vantage TEXT NOT NULL,
    probe TEXT NOT NULL,
    resolver TEXT NOT NULL,
    query TEXT NOT NULL,
    -- The import that made it known, until that is visible; 0: known.
    staged_by INTEGER NOT NULL,
    UNIQUE (vantage, probe, resolver, query)
  ) STRICT;

  CREATE TABLE minutes (
    start INTEGER NOT NULL, series INTEGER NOT NULL, source INTEGER NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (start, series, source)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE hours (
    start INTEGER NOT NULL, series INTEGER NOT NULL, source INTEGER NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (start, series, source)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE days (
    start INTEGER NOT NULL, series INTEGER NOT NULL, source INTEGER NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (start, series, source)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE imports (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sha256 BLOB NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('staging', 'visible')),
    attempts INTEGER NOT NULL,
    recorded_at_ms INTEGER NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX visible_imports ON imports (sha256) WHERE state = 'visible';
  CREATE INDEX hidden_imports ON imports (id) WHERE state <> 'visible';

  -- One row. A column for each number that must change together with cells.
  CREATE TABLE progress (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    version INTEGER NOT NULL DEFAULT 0,
    own_to INTEGER NOT NULL DEFAULT 0,
    hours_to INTEGER NOT NULL DEFAULT 0,
    days_to INTEGER NOT NULL DEFAULT 0,
    minutes_from INTEGER NOT NULL DEFAULT 0,
    hours_from INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  INSERT INTO progress (only) VALUES (1);

  CREATE TABLE alert_states (
    slo TEXT NOT NULL,
    alert TEXT NOT NULL,
    state TEXT NOT NULL,
    since_ms REAL,
    quiet_evaluations INTEGER NOT NULL,
    PRIMARY KEY (slo, alert)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    channel TEXT NOT NULL,
    time_ms REAL NOT NULL,
    payload TEXT NOT NULL,
    -- Why the other side refused it for good.
    parked TEXT
  ) STRICT;
  CREATE INDEX outbox_order ON outbox (channel, time_ms, id);
  CREATE TABLE outbox_watermarks (channel TEXT PRIMARY KEY, watermark_ms REAL NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE good_addresses (host TEXT PRIMARY KEY, address TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;
