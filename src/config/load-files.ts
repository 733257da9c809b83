import type { Problem } from '../domain/problem.js';
import { isMap } from '../openslo/document/schema-node.js';
import { parseOpenslo } from '../openslo/parse-openslo.js';
import type { PlacedSlo } from '../openslo/placed-slo.js';
import { sloDefinitions } from '../openslo/slo-definitions.js';
import { noEnvironmentHook } from './environment.js';
import { type LoadedProbes, loadProbes } from './load-probes.js';
import { type FilePattern, readMatching } from './source-files.js';

/** The files that a main file names. */
export interface FilePatterns {
  readonly probes: readonly FilePattern[];
  readonly slos: readonly FilePattern[];
}

export interface LoadedFiles {
  readonly probes: LoadedProbes;
  readonly slos: readonly PlacedSlo[];
  /** What is wrong inside the files, and with reading them. */
  readonly problems: readonly Problem[];
}

/**
 * Reads and checks probe and SLO files, each for itself.
 *
 * @param unresolved what a reference to an absent OpenSLO document is
 */
export function loadFiles(
  mainFile: string,
  patterns: FilePatterns,
  unresolved: Problem['severity'] = 'error',
): LoadedFiles {
  const probeFiles = readMatching(mainFile, patterns.probes);
  const sloFiles = readMatching(mainFile, patterns.slos);
  const probes = loadProbes(probeFiles.texts);
  const openslo = parseOpenslo(sloFiles.texts, { unresolved, hook: noEnvironmentHook });
  const { slos, problems } = sloDefinitions(openslo.documents);
  return {
    probes: { ...probes, isWhole: probes.isWhole && probeFiles.problems.length === 0 },
    slos,
    problems: [...probeFiles.problems, ...sloFiles.problems, ...probes.problems, ...openslo.problems, ...problems],
  };
}

/**
 * The errors of the files that a main file names whose own syntax is broken, as far as it can be told
 * which they are: whoever mends it sees in the same run what else there is. Of a file that is perhaps
 * not meant at all, and of what perhaps stands in one that is not seen, nothing is said.
 *
 * @param guess what the main file may have meant (see `SourceFile`)
 */
export function errorsOfGuessed(mainFile: string, guess: unknown): readonly Problem[] {
  const unsure: Problem = { severity: 'warning', file: mainFile, line: 1, column: 1, pointer: '', message: '' };
  const patternsOf = (key: string): readonly FilePattern[] =>
    textsIn(isMap(guess) ? guess[key] : null).map((pattern) => ({ pattern, problem: () => unsure }));
  const { problems } = loadFiles(mainFile, { probes: patternsOf('probes'), slos: patternsOf('slos') }, 'warning');
  return problems.filter(({ severity }) => severity === 'error');
}

function textsIn(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.filter((item): item is string => typeof item === 'string' && item !== '') : [];
}
