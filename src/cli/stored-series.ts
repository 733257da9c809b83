import { existsSync } from 'node:fs';

import type { Series } from '../domain/series.js';
import type { StoreConfig } from '../record/config.js';
import { openStore } from '../record/store/sqlite/open-store.js';

/** The series a store knows; none while there is no store. Throws `StoreError`. */
export async function storedSeries({ file }: StoreConfig): Promise<readonly Series[]> {
  if (!existsSync(file)) return [];
  const store = openStore({ file, access: 'read-only' });
  try {
    return (await store.series()).map(({ series }) => series);
  } finally {
    store.close();
  }
}
