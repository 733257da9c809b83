import type { Config } from '../config/config.js';
import { type LoadedConfig, loadConfig } from '../config/load-config.js';
import { sortProblems } from '../config/sort-problems.js';
import type { Problem } from '../domain/problem.js';
import type { Series } from '../domain/series.js';
import type { StoreConfig } from '../record/config.js';
import { scenarioProblems } from './scenario-problems.js';

/** The series in a store, none where it does not exist yet; rejects when it cannot be read. */
export type ReadSeries = (store: StoreConfig) => Promise<readonly Series[]>;

export interface CheckedConfig {
  /** `null` if and only if `problems` holds an error. */
  readonly config: Config | null;
  /** Errors and warnings of all files, the lab's scenario included, in their order. */
  readonly problems: readonly Problem[];
  /** What kept the store from being read; without it nobody can say which names SLOs may select. */
  readonly storeError: Error | null;
}

/**
 * Reads a configuration and checks all that can be checked of it. Never throws for what a user wrote.
 *
 * @param readSeries `null`: SLOs may select what is neither configured nor stored (yet), and the store is not read
 */
export async function loadChecked(file: string, readSeries: ReadSeries | null): Promise<CheckedConfig> {
  const loaded = loadConfig({ file: asTold(file), env: process.env });
  const selectors = await selectorProblems(loaded, readSeries);
  const storeError = selectors instanceof Error ? selectors : null;
  const scenario = loaded.draft === null ? [] : await scenarioProblems(loaded.draft);
  const problems = sortProblems([...loaded.problems, ...(selectors instanceof Error ? [] : selectors), ...scenario]);
  return { config: problems.some(isError) ? null : loaded.config, problems, storeError };
}

/** A main file as messages name it. */
export function asTold(file: string): string {
  return file.replace(/^\.\//, '');
}

export function isError({ severity }: Problem): boolean {
  return severity === 'error';
}

async function selectorProblems(
  { draft, checkSelectors }: LoadedConfig,
  readSeries: ReadSeries | null,
): Promise<readonly Problem[] | Error> {
  if (readSeries === null) return [];
  try {
    const store = draft?.store ?? null;
    return checkSelectors(store === null ? [] : await readSeries(store));
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
