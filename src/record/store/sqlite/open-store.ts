import { type Clock, systemClock } from '../../../domain/clock.js';
import type { CellDamage } from '../../cell-damage.js';
import { openDatabase, type StoreAccess } from './open-database.js';
import { attemptNow } from './sqlite-errors.js';
import { SqliteStore } from './sqlite-store.js';

/**
 * Opens the store.
 *
 * - `daemon` takes the store's lock, held until `close()` or the process's death, and makes or
 *   migrates the database, missing folders included.
 * - `shared` writes beside a running daemon or without one; it makes or migrates the database only
 *   while no daemon runs.
 * - `read-only` never changes the file.
 *
 * @throws `StoreError`; a file that is too new, damaged or not ours is left as it was
 */
export function openStore(options: {
  readonly file: string;
  readonly access: StoreAccess;
  readonly clock?: Clock;
  /** Told of each damaged row once; such rows are left out of what is read. */
  readonly onDamage?: (damage: CellDamage) => void;
}): SqliteStore {
  const { file, access, clock = systemClock, onDamage = () => undefined } = options;
  return attemptNow(`opening ${file}`, () => {
    const open = openDatabase(file, access);
    try {
      return new SqliteStore(open, clock, onDamage);
    } catch (error) {
      open.database.close();
      open.lock?.release();
      throw error;
    }
  });
}
