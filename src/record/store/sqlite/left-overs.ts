import { FileLock } from './file-lock.js';
import type { ImportTable } from './import-table.js';
import { importLockFile } from './store-import.js';

/** Removes what killed imports left behind, a step at a time, holding their lock meanwhile. */
export class LeftOvers {
  readonly #file: string;
  readonly #imports: ImportTable;
  #lock: FileLock | null = null;
  #removal: Iterator<undefined> | null = null;

  constructor(file: string, imports: ImportTable) {
    this.#file = file;
    this.#imports = imports;
  }

  /** Does one step; `false` if nothing is left, or a living import holds the lock. */
  step(): boolean {
    this.#removal ??= this.#begin();
    if (this.#removal === null) return false;
    if (this.#removal.next().done === true) this.close();
    return true;
  }

  close(): void {
    this.#removal = null;
    this.#lock?.release();
    this.#lock = null;
  }

  #begin(): Iterator<undefined> | null {
    if (this.#imports.firstHidden() === null) return null;
    this.#lock = FileLock.tryTake(importLockFile(this.#file));
    // The one that held the lock may just have shown its import.
    const id = this.#lock === null ? null : this.#imports.firstHidden();
    if (id === null) this.close();
    return id === null ? null : this.#imports.remove(id);
  }
}
