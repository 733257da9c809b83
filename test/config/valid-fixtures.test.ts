import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { formatProblem } from '../../src/domain/problem.js';
import { parseOpenslo } from '../../src/openslo/parse-openslo.js';
import { fixtureProblems } from '../support/load-fixture.js';

const FOLDER = 'test/config/fixtures';
const fixtures = (prefix: string) => readdirSync(FOLDER).filter((name) => name.startsWith(prefix));

describe('parseOpenslo()', () => {
  it('has valid documents of every kind', () => {
    const texts = fixtures('valid-').map((file) => ({ file, text: readFileSync(join(FOLDER, file), 'utf8') }));
    const kinds = texts
      .flatMap((text) => parseOpenslo([text], { unresolved: 'error' }).documents)
      .map(({ kind }) => kind);
    expect([...new Set(kinds)].toSorted()).toEqual(
      ['AlertCondition', 'AlertNotificationTarget', 'AlertPolicy', 'DataSource', 'SLI', 'SLO', 'Service'].toSorted(),
    );
  });

  it.each(fixtures('valid-openslo-'))('finds nothing wrong with %s, whatever its sources', (file) => {
    const { documents, problems } = parseOpenslo([{ file, text: readFileSync(join(FOLDER, file), 'utf8') }], {
      unresolved: 'error',
    });
    expect(problems.map(formatProblem)).toEqual([]);
    expect(documents.length).toBeGreaterThan(0);
  });
});

describe('loadConfig()', () => {
  it.each(fixtures('valid-slo-'))('finds nothing wrong with %s', (name) => {
    expect(fixtureProblems(join(FOLDER, name))).toEqual([]);
  });
});
