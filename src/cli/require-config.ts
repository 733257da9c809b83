import type { Config } from '../config/config.js';
import { formatProblem } from '../domain/problem.js';
import { isError, loadChecked } from './load-checked.js';
import { storedSeries } from './stored-series.js';

export const DEFAULT_CONFIG_FILE = './resolver-slo.yaml';

/** The configuration has errors: `message` holds them, one a line. */
export class ConfigInvalid extends Error {
  override readonly name = 'ConfigInvalid';
}

export interface RequireOptions {
  /** Is told the warnings, one a line. */
  readonly warn?: (line: string) => void;
  /** `any`: SLOs may select what is neither configured nor stored (yet), and the store is not read. */
  readonly selectors?: 'known' | 'any';
}

/**
 * The valid configuration in `file`. Throws `ConfigInvalid` with all errors, or a `StoreError` if
 * the store that selectors are held against cannot be read.
 */
export async function requireConfig(
  file: string = DEFAULT_CONFIG_FILE,
  { warn = () => undefined, selectors = 'known' }: RequireOptions = {},
): Promise<Config> {
  const { config, problems, storeError } = await loadChecked(file, selectors === 'known' ? storedSeries : null);
  if (config === null) throw new ConfigInvalid(problems.filter(isError).map(formatProblem).join('\n'));
  if (storeError !== null) throw storeError;
  for (const problem of problems) warn(formatProblem(problem));
  return config;
}
