import { existsSync } from 'node:fs';

import type { Series } from '../domain/series.js';
import type { StoreConfig } from '../record/config.js';
import { storedSeries as readStoredSeries } from '../record/store/sqlite/stored-series.js';

/** The series a store knows; none while there is no store. Throws `StoreError`. */
export async function storedSeries({ file }: StoreConfig): Promise<readonly Series[]> {
  return existsSync(file) ? readStoredSeries(file) : [];
}
