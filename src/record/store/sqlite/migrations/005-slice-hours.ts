/**
 * What slices came to by the hour, by how they are counted, so that minutes need not be read for it again.
 * Any row may go: it is then made anew. `hour` is in minutes since the epoch.
 */
export const sliceHours = `
  CREATE TABLE slice_hours (
    key TEXT NOT NULL,
    hour INTEGER NOT NULL,
    valid INTEGER NOT NULL,
    -- Good slices: whole ones, and fractions of 2^-26 and 2^-52.
    good INTEGER NOT NULL,
    good_coarse INTEGER NOT NULL,
    good_fine INTEGER NOT NULL,
    -- Where vantages vote: all votes, and those without a verdict.
    votes INTEGER NOT NULL,
    inconclusive INTEGER NOT NULL,
    PRIMARY KEY (key, hour)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX slice_hours_by_time ON slice_hours (hour);
`;
