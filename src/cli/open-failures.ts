import type { SqliteStore } from '../record/store/sqlite/sqlite-store.js';
import { openForReading } from './open-for-reading.js';
import { requireConfig } from './require-config.js';

/** Opens the store of a configuration for reading its failures. Throws `ConfigInvalid` or `StoreError`. */
export async function openFailures(configFile: string | undefined): Promise<SqliteStore> {
  // What SLOs select does not matter here.
  const { store } = await requireConfig(configFile, { selectors: 'any' });
  return openForReading(store.file);
}
