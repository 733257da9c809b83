import { LineCounter, parseDocument, type Node } from 'yaml';
import type { Problem } from '../domain/problem.js';
import { readPastFault, readScheduledFault } from './read-fault.js';
import { readRecord } from './read-record.js';
import { readResolver } from './read-resolver.js';
import { WELL_SCENARIO, type Scenario } from './scenario.js';
import { YamlValue } from './yaml-value.js';

export type ParsedScenario =
  | { readonly scenario: Scenario; readonly problems: readonly [] }
  | { readonly scenario: null; readonly problems: readonly Problem[] };

const KEYS = ['seed', 'records', 'resolvers', 'faults', 'past'] as const;

/** Reads a scenario file's text (docs/reference/lab-scenario.md); all its problems at once. `file` names it in them. */
export function parseScenario(text: string, file: string): ParsedScenario {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const problems: Problem[] = document.errors.map(({ message, pos }) => {
    const { line, col } = lines.linePos(pos[0]);
    return { severity: 'error', file, line, column: col, pointer: '', message };
  });
  if (problems.length > 0) return { scenario: null, problems };
  const root = document.contents as Node | null;
  if (root === null) return { scenario: WELL_SCENARIO, problems: [] };
  const scenario = readScenario(new YamlValue(root, null, '', { file, document, lines, problems }));
  return problems.length === 0 ? { scenario, problems: [] } : { scenario: null, problems };
}

function readScenario(root: YamlValue): Scenario {
  const values = root.map(KEYS);
  const resolvers = values.get('resolvers')?.nonEmptyList().map(readResolver) ?? WELL_SCENARIO.resolvers;
  const names = resolvers.map(({ name }) => name);
  reportTwins(values.get('resolvers'), names);
  return {
    seed: values.get('seed')?.integer(0, 0xffff_ffff) ?? WELL_SCENARIO.seed,
    records: values.get('records')?.list().map(readRecord) ?? WELL_SCENARIO.records,
    resolvers,
    faults:
      values
        .get('faults')
        ?.list()
        .map((value) => readScheduledFault(value, names)) ?? [],
    past:
      values
        .get('past')
        ?.list()
        .map((value) => readPastFault(value, names)) ?? [],
  };
}

function reportTwins(resolvers: YamlValue | undefined, names: readonly string[]): void {
  names.forEach((name, index) => {
    if (names.indexOf(name) < index)
      resolvers?.list()[index]?.report(`must have a name of its own, found "${name}" twice`);
  });
}
