import { readFile } from 'node:fs/promises';
import { LabError } from './errors.js';
import { parseScenario, type ParsedScenario } from './parse-scenario.js';

/** Reads a scenario file. Throws `LabError` when it cannot be read; problems within it are returned. */
export async function loadScenario(file: string): Promise<ParsedScenario> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LabError(
      'LAB_SCENARIO_UNREADABLE',
      `read the scenario: ${file} must be a readable file, found: ${reason}`,
      {
        cause: error,
      },
    );
  }
  return parseScenario(text, file);
}
