import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';

import { loadConfig } from '../../src/config/load-config.js';
import { formatProblem, type Problem } from '../../src/domain/problem.js';

/** Environment that fixtures may use. */
const ENV = { SECRET: 'hunter2 hunter2' };

/**
 * The problems of a fixture as `line:col: /pointer: message`. A fixture `invalid-probe-…` or
 * `invalid-slo-…` is loaded by a main file that is fine and names a fine probe beside it.
 */
export function fixtureProblems(fixture: string): readonly string[] {
  const file = resolve(fixture);
  if (basename(file).startsWith('invalid-main-')) return problemLines(file, file);
  const folder = mkdtempSync(join(tmpdir(), 'resolver-slo-fixture-'));
  try {
    const main = join(folder, 'resolver-slo.yaml');
    writeFileSync(main, mainFor(file, folder));
    return problemLines(main, file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What the fixture says in its comments `# ! line:col: /pointer: message`. */
export function statedProblems(fixture: string): readonly string[] {
  const lines = readFileSync(fixture, 'utf8').split('\n');
  return lines.filter((line) => line.startsWith('# ! ')).map((line) => line.slice(4));
}

function mainFor(file: string, folder: string): string {
  const isProbe = basename(file).startsWith('invalid-probe-');
  if (isProbe) return `vantage: tokyo\nstore: { sqlite: slo.db }\nprobes: [${JSON.stringify(file)}]\n`;
  writeFileSync(
    join(folder, 'probe.yaml'),
    'probe: public\nevery: 1m\nresolvers: [{ name: ns1, address: 192.0.2.53 }]\nqueries: [{ name: www, qname: www.example.org }]\n',
  );
  return `vantage: tokyo\nstore: { sqlite: slo.db }\nprobes: [probe.yaml]\nslos: [${JSON.stringify(file)}]\n`;
}

function problemLines(main: string, file: string): readonly string[] {
  const loaded = loadConfig({ file: main, env: ENV });
  return [...loaded.problems, ...loaded.checkSelectors([])].map((problem) => lineOf(problem, file));
}

function lineOf(problem: Problem, file: string): string {
  const folder = resolve('test/config/fixtures');
  const text = formatProblem(problem).replaceAll(`${folder}/`, '').replaceAll(folder, 'FIXTURES');
  return problem.file === file ? text.slice(basename(file).length + 1) : text;
}
