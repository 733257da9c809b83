import { join } from 'node:path';

import { OUTCOMES } from '../../src/domain/outcome.js';
import { openStore } from '../../src/record/store/sqlite/open-store.js';
import type { Site } from './daemon.js';
import { Database } from '../../src/record/store/sqlite/driver.js';

export interface StoredAttempts {
  readonly total: number;
  /** Only outcomes that occurred. */
  readonly outcomes: Readonly<Record<string, number>>;
}

const STORE = 'data/resolver-slo.db';

/** Every attempt in the minutes of a site's database, read on a connection of its own. */
export async function attemptsInStore(site: Site): Promise<StoredAttempts> {
  const store = openStore({ file: join(site.folder, STORE), access: 'read-only' });
  const outcomes: Record<string, number> = {};
  let total = 0;
  try {
    const always = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };
    await store.scanCells({ seriesIds: null, resolution: 'minute', ...always }, ({ counts }) => {
      for (const outcome of OUTCOMES) {
        if (counts[outcome] > 0) outcomes[outcome] = (outcomes[outcome] ?? 0) + counts[outcome];
        total += counts[outcome];
      }
    });
  } finally {
    store.close();
  }
  return { total, outcomes };
}

/** SQLite's own verdict: `ok`. */
export function storeIsIntact(site: Site): string {
  const database = new Database(join(site.folder, STORE), { readonly: true });
  try {
    return String(database.pragma('integrity_check', { simple: true }));
  } finally {
    database.close();
  }
}
