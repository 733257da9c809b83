/**
 * Of failures that are not kept it is known how many they were, and when the last of them was. Which one
 * makes room is decided by outcome and by its place in its run (`domain/failure-choice.ts`): that stands
 * ahead of what is long, so that it is read without it. Nothing is known of the places of earlier ones.
 */
export const failureLosses = `
  CREATE TABLE ranked_failures (
    series INTEGER NOT NULL,
    position INTEGER NOT NULL,
    -- Counts the failures of a series.
    number INTEGER NOT NULL,
    scheduled_at_ms REAL NOT NULL,
    -- Its code.
    outcome INTEGER NOT NULL,
    nth INTEGER NOT NULL,
    -- JSON.
    details TEXT NOT NULL,
    -- Of the reply.
    bytes BLOB,
    PRIMARY KEY (series, position)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO ranked_failures
    SELECT series, position, number, scheduled_at_ms, outcome, number + 1, details, bytes FROM failures;
  DROP TABLE failures;
  ALTER TABLE ranked_failures RENAME TO failures;
  CREATE INDEX failures_by_time ON failures (scheduled_at_ms);

  CREATE TABLE failure_losses (
    series INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    pushed_out INTEGER NOT NULL,
    expired INTEGER NOT NULL,
    -- When the last of them was scheduled.
    last_ms REAL NOT NULL,
    PRIMARY KEY (series, outcome)
  ) STRICT, WITHOUT ROWID;
`;
