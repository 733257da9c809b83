import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { fixtureProblems, statedProblems } from '../support/load-fixture.js';

const FOLDER = 'test/config/fixtures';
const fixtures = readdirSync(FOLDER).filter((name) => name.startsWith('invalid-'));

describe('loadConfig()', () => {
  it('has a fixture for every kind of fault', () => {
    expect(fixtures.length).toBeGreaterThanOrEqual(70);
  });

  it.each(fixtures)('says of %s what it states, at its position', (name) => {
    const fixture = join(FOLDER, name);
    const stated = statedProblems(fixture);
    expect(stated.length).toBeGreaterThan(0);
    expect(fixtureProblems(fixture)).toEqual(stated);
  });
});
