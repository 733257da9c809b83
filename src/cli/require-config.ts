import { loadConfig } from '../config/load-config.js';
import type { Config } from '../config/config.js';
import { formatProblem } from '../domain/problem.js';
import type { Series } from '../domain/series.js';
import { scenarioProblems } from './scenario-problems.js';
import { storedSeries } from './stored-series.js';

export const DEFAULT_CONFIG_FILE = './resolver-slo.yaml';

/** The configuration has errors: `message` holds them, one a line. */
export class ConfigInvalid extends Error {
  override readonly name = 'ConfigInvalid';
}

/**
 * The valid configuration in `file`. Throws `ConfigInvalid` with all errors, or a `StoreError` if
 * the store that selectors are held against cannot be read. `warn` is told the warnings, one a line.
 */
export async function requireConfig(
  file: string = DEFAULT_CONFIG_FILE,
  warn: (line: string) => void = () => undefined,
  stored: (config: Config) => Promise<readonly Series[]> = storedSeries,
): Promise<Config> {
  const loaded = loadConfig({ file: file.replace(/^\.\//, ''), env: process.env });
  const { config } = loaded;
  const others =
    config === null ? [] : [...loaded.checkSelectors(await stored(config)), ...(await scenarioProblems(config))];
  const problems = [...loaded.problems, ...others];
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (config === null || errors.length > 0) throw new ConfigInvalid(errors.map(formatProblem).join('\n'));
  for (const problem of problems) warn(formatProblem(problem));
  return config;
}
