import type { Config } from '../config/config.js';
import type { Problem } from '../domain/problem.js';
import { LabError } from '../lab/errors.js';
import { loadScenario } from '../lab/load-scenario.js';

/** What is wrong with the lab's scenario file; nothing where there is none. */
export async function scenarioProblems({ lab }: Pick<Config, 'lab'>): Promise<readonly Problem[]> {
  const file = lab?.scenarioFile ?? null;
  if (file === null) return [];
  try {
    return (await loadScenario(file)).problems;
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return [{ severity: 'error', file, line: 1, column: 1, pointer: '', message: error.message }];
  }
}
