import { existsSync } from 'node:fs';

import { type CellDamage, describeDamage } from '../record/cell-damage.js';
import { StoreError } from '../record/errors.js';
import { openStore } from '../record/store/sqlite/open-store.js';
import type { SqliteStore } from '../record/store/sqlite/sqlite-store.js';

/** A store that a daemon made, for reading only, whether one runs or not. Warns of what is damaged. Throws `StoreError`. */
export function openForReading(file: string): SqliteStore {
  if (existsSync(file)) return openStore({ file, access: 'read-only', onDamage: warn });
  throw new StoreError('STORE_MISSING', `opening ${file}: there is no database yet; \`resolver-slo run\` makes it`);
}

function warn(damage: CellDamage): void {
  process.stderr.write(`warning: ${describeDamage(damage)}\n`);
}
