import { existsSync } from 'node:fs';

import type { Config } from '../config/config.js';
import type { Series } from '../domain/series.js';
import { openStore } from '../record/store/sqlite/open-store.js';

/** The series a configuration's store knows; none while there is no store. Throws `StoreError`. */
export async function storedSeries({ store: { file } }: Config): Promise<readonly Series[]> {
  if (!existsSync(file)) return [];
  const store = openStore({ file, access: 'read-only' });
  try {
    return (await store.series()).map(({ series }) => series);
  } finally {
    store.close();
  }
}
