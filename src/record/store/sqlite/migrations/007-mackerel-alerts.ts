import { stays } from './004-operator-actions.js';
import { EVENT_TRIGGERS, forgets, happens, revises } from './006-incidents-and-events.js';

/**
 * What Mackerel's webhooks told of alerts, each an event that others are told of, and corrections that notes
 * at Mackerel ask for. The journal is made anew, since its list of kinds cannot grow.
 */
export const mackerelAlerts = `
  CREATE TABLE mackerel_alerts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    received_at_ms REAL NOT NULL,
    -- JSON.
    content TEXT NOT NULL
  ) STRICT;
  CREATE INDEX mackerel_alerts_received ON mackerel_alerts (received_at_ms);

  CREATE TABLE correction_offers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- What asks for it: one offer each, whatever became of it.
    source TEXT NOT NULL UNIQUE,
    slo TEXT NOT NULL,
    from_ms REAL NOT NULL,
    to_ms REAL NOT NULL,
    reason TEXT NOT NULL,
    recorded_at_ms REAL NOT NULL,
    -- What became of it; all three are NULL while it is open.
    outcome TEXT CHECK (outcome IN ('accepted', 'dismissed')),
    ended_at_ms REAL,
    ended_by TEXT,
    -- That it was recorded as.
    correction INTEGER
  ) STRICT;
  CREATE INDEX correction_offers_open ON correction_offers (id) WHERE outcome IS NULL;

  ${EVENT_TRIGGERS.map(({ name }) => `DROP TRIGGER ${name};`).join('\n')}
  DROP TRIGGER record_events_stay;
  CREATE TABLE record_events_2 (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    -- Unlike any other's, of this store or another.
    id TEXT NOT NULL DEFAULT (lower(hex(randomblob(16)))),
    kind TEXT NOT NULL CHECK (kind IN
      ('update', 'post-mortem', 'announced', 'cancelled', 'begins', 'ends', 'alert', 'mackerel')),
    -- Id of the row that it is about.
    subject INTEGER NOT NULL,
    UNIQUE (kind, subject)
  ) STRICT;
  INSERT INTO record_events_2 SELECT position, id, kind, subject FROM record_events;
  -- Positions of events that are gone are not given again: others have read up to them.
  INSERT OR REPLACE INTO sqlite_sequence (rowid, name, seq)
    SELECT (SELECT rowid FROM sqlite_sequence WHERE name = 'record_events_2'), 'record_events_2', seq
    FROM sqlite_sequence WHERE name = 'record_events';
  DROP TABLE record_events;
  ALTER TABLE record_events_2 RENAME TO record_events;

  ${[
    stays('record_events'),
    stays('mackerel_alerts'),
    stays('correction_offers', 'id, source, slo, from_ms, to_ms, reason, recorded_at_ms'),
    ...EVENT_TRIGGERS.map(({ sql }) => sql),
    happens('mackerel_alerts', 'AFTER INSERT', 'mackerel').sql,
    forgets('mackerel_alerts', 'mackerel').sql,
    revises('correction_offers'),
  ].join('\n')}
`;
