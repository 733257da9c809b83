import { seriesOf } from '../config/series-of.js';
import type { OpenedFailures } from './failures.js';
import { openForReading } from './open-for-reading.js';
import { requireConfig } from './require-config.js';

/** Opens the store of a configuration for reading its failures. Throws `ConfigInvalid` or `StoreError`. */
export async function openFailures(configFile: string | undefined): Promise<OpenedFailures> {
  // What SLOs select does not matter here.
  const { store: section, vantage, probes } = await requireConfig(configFile, { selectors: 'any' });
  const store = openForReading(section.file);
  const configured = probes.flatMap((probe) => seriesOf(vantage, probe));
  return {
    failures: (query) => store.failureHistory.failures(query),
    failureLosses: (query) => store.failureHistory.failureLosses(query),
    series: async () => [...configured, ...(await store.series()).map(({ series }) => series)],
    close: () => store.close(),
  };
}
